package io.gridmill.cli;

import io.gridmill.cli.session.Interrupts;
import io.gridmill.cli.session.Session;
import io.gridmill.client.Gridmill;
import io.gridmill.client.fake.FakeGrid;
import io.gridmill.client.fake.FakeNetwork;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A person at a keyboard, before a fake grid at 127.0.0.1:10800. */
final class Typed {
    final FakeGrid grid = new FakeGrid();
    final FakeNetwork network = new FakeNetwork(grid, "127.0.0.1:10800");
    final Map<String, String> environment = new HashMap<>();
    /** What would be done at Ctrl-C, while a command runs. */
    final List<Runnable> atInterrupt = new ArrayList<>();

    private final Path folder;
    private boolean terminal;
    private int columns = 120;

    /** @param folder where the person is */
    Typed(Path folder) {
        this.folder = folder;
    }

    /** What came of it. */
    record Seen(int status, String out, String err, byte[] bytes) {}

    Typed onTerminal() {
        terminal = true;
        return this;
    }

    Typed onTerminal(int charactersOfALine) {
        columns = charactersOfALine;
        return onTerminal();
    }

    Seen gridmill(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Interrupts interrupts = action -> {
            atInterrupt.add(action);
            return () -> atInterrupt.remove(action);
        };
        Session session = new Session(
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal,
                terminal,
                () -> columns,
                folder,
                environment,
                addresses -> Gridmill.connect(network, Duration.ofMillis(50), addresses),
                interrupts);
        int status = CommandRunner.run(session, args);
        return new Seen(
                status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), out.toByteArray());
    }
}
