package io.gridmill.cli;

import io.gridmill.cli.demo.Demo;
import io.gridmill.cli.demo.DemoOptions;
import io.gridmill.cli.session.Session;
import io.gridmill.cli.session.WrongCall;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = {
            "Shows the whole of Gridmill on this machine, in about a minute: starts nodes, loads generated orders, runs jobs over them, kills a node",
            "in the middle of one, and checks every row of every result. Leaves nothing behind."
        })
final class DemoCommand implements GridmillCommand {
    private static final int LEAST_NODES = 2;
    private static final int MOST_NODES = 9;
    private static final long LEAST_ROWS = 100_000;
    private static final long MOST_ROWS = 100_000_000;

    private final Session session;

    @Option(names = "--nodes", paramLabel = "N", description = "Node processes. Default: ${DEFAULT-VALUE}.")
    private int nodes = 3;

    @Option(names = "--rows", paramLabel = "N", description = "Order lines. Default: ${DEFAULT-VALUE}.")
    private long rows = 1_200_000;

    @Option(names = "--seed", paramLabel = "N", description = "What the rows are made from. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--keep", description = "Keeps the folder: generated files, results, logs of the nodes.")
    private boolean keep;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where all files go, an empty folder or none yet. Default: a temporary one.")
    private @Nullable String folder;

    DemoCommand(Session session) {
        this.session = session;
    }

    @Override
    public int run() throws Exception {
        if (nodes < LEAST_NODES || nodes > MOST_NODES) {
            throw new WrongCall(
                    "--nodes must be " + LEAST_NODES + " to " + MOST_NODES + ", since one dies, got " + nodes);
        }
        if (rows < LEAST_ROWS || rows > MOST_ROWS) {
            throw new WrongCall("--rows must be " + LEAST_ROWS + " to " + MOST_ROWS
                    + ", so that a job lasts long enough to kill a node in it, got " + rows);
        }
        return Demo.run(
                new DemoOptions(nodes, rows, seed, keep, folder == null ? null : session.resolve(folder)), session);
    }
}
