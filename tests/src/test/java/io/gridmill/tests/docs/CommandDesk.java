package io.gridmill.tests.docs;

import io.gridmill.cli.Main;
import io.gridmill.cli.session.Interrupts;
import io.gridmill.cli.session.Session;
import io.gridmill.client.Gridmill;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs commands for the script {@code gridmill} of a page's folder, each on a thread of its own. A request is texts that end in NUL: their number, then
 * {@code yes} when standard output is a terminal, the folder, {@code $GRIDMILL_CONNECT}, the arguments. The answer is the exit status and two files, with
 * what goes to standard output and error.
 */
final class CommandDesk implements AutoCloseable {
    private static final int COLUMNS = 120;
    private static final Interrupts NEVER = action -> () -> {};

    private final ServerSocket server;
    private final Path folder;
    private volatile String defaultAddress = "127.0.0.1:1";

    CommandDesk(Path folder) throws IOException {
        this.folder = folder;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread desk = new Thread(this::serve, "docs-desk");
        desk.setDaemon(true);
        desk.start();
    }

    int port() {
        return server.getLocalPort();
    }

    /** Where commands go that say nothing else. */
    void connectTo(String addresses) {
        defaultAddress = addresses;
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket customer = server.accept();
                Thread clerk = new Thread(() -> answer(customer), "docs-command");
                clerk.setDaemon(true);
                clerk.start();
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void answer(Socket customer) {
        try (customer) {
            DataInputStream in = new DataInputStream(customer.getInputStream());
            int count = Integer.parseInt(text(in));
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                texts.add(text(in));
            }
            Path out = Files.createTempFile(folder, "command", ".out");
            Path err = Files.createTempFile(folder, "command", ".err");
            int status = run(texts, out, err);
            customer.getOutputStream().write((status + " " + out + " " + err + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int run(List<String> texts, Path out, Path err) throws IOException {
        boolean terminal = texts.get(0).equals("yes");
        Map<String, String> environment = new TreeMap<>();
        environment.put("GRIDMILL_CONNECT", texts.get(2).isEmpty() ? defaultAddress : texts.get(2));
        try (OutputStream rows = Files.newOutputStream(out);
                OutputStream words = terminal ? rows : Files.newOutputStream(err)) {
            Session session = new Session(
                    new BufferedOutputStream(rows),
                    new PrintStream(words, true, StandardCharsets.UTF_8),
                    terminal,
                    terminal,
                    () -> COLUMNS,
                    Path.of(texts.get(1)),
                    environment,
                    addresses -> Gridmill.connect(addresses),
                    NEVER);
            return Main.run(session, texts.subList(3, texts.size()).toArray(String[]::new));
        }
    }

    private static String text(DataInputStream in) throws IOException {
        StringBuilder bytes = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != 0; next = in.readUnsignedByte()) {
            bytes.append((char) next);
        }
        return new String(bytes.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
