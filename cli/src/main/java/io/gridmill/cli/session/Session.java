package io.gridmill.cli.session;

import io.gridmill.client.Gridmill;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * The surroundings of one command.
 *
 * @param out standard output, buffered: results and nothing else; unlike a {@link PrintStream} it throws when the reader has gone
 * @param err standard error, for everything else
 * @param terminalColumns how many characters a line of the terminal has
 * @param folder where the command was typed: relative paths start here
 */
public record Session(
        OutputStream out,
        PrintStream err,
        boolean outIsTerminal,
        boolean errIsTerminal,
        IntSupplier terminalColumns,
        Path folder,
        Map<String, String> environment,
        Connector connector,
        Interrupts interrupts) {
    private static final int OUT_BUFFER_BYTES = 1 << 16;

    /** The way to a grid. */
    public interface Connector {
        /** @param addresses {@code host:port,...} */
        Gridmill connect(String addresses);
    }

    /** The process's own. */
    public static Session ofProcess() {
        return new Session(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUT_BUFFER_BYTES),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Terminals.isTerminal(1),
                Terminals.isTerminal(2),
                Terminals::columns,
                Path.of("").toAbsolutePath(),
                System.getenv(),
                addresses -> Gridmill.connect(addresses),
                Interrupts.OF_PROCESS);
    }

    /** A line of result. */
    public void println(String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A line for the person who watches. */
    public void tell(String line) {
        err.println("gridmill: " + line);
    }

    /** A path as it was typed, absolute. */
    public Path resolve(String typed) {
        return folder.resolve(typed).normalize();
    }
}
