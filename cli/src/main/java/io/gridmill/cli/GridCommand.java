package io.gridmill.cli;

import io.gridmill.cli.session.Session;
import io.gridmill.cli.session.WrongCall;
import io.gridmill.client.Gridmill;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all commands that talk to a grid have in common. */
abstract class GridCommand implements GridmillCommand {
    private static final String DEFAULT_ADDRESS = "127.0.0.1:10800..10809";

    protected final Session session;

    @Option(
            names = "--connect",
            paramLabel = "HOST:PORT,...",
            description = "Nodes to ask; one is enough, it names the others. Default: $GRIDMILL_CONNECT, else "
                    + DEFAULT_ADDRESS + ".")
    private @Nullable String addresses;

    GridCommand(Session session) {
        this.session = session;
    }

    /** Looks at the options before anything is connected, and throws {@link WrongCall} where they cannot be meant so. */
    void check() {}

    abstract int run(Gridmill gridmill) throws Exception;

    @Override
    public final int run() throws Exception {
        check();
        String given = addresses != null ? addresses : session.environment().getOrDefault("GRIDMILL_CONNECT", "");
        String where = given.isBlank() ? DEFAULT_ADDRESS : given;
        try (Gridmill gridmill = WrongCall.check(() -> session.connector().connect(where))) {
            return run(gridmill);
        }
    }
}
