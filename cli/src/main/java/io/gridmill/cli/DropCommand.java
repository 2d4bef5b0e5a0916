package io.gridmill.cli;

import io.gridmill.cli.session.Session;
import io.gridmill.cli.session.WrongCall;
import io.gridmill.client.Gridmill;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "drop", description = "Drops a dataset, or a published table. Jobs that read the dataset go on.")
final class DropCommand extends GridCommand {
    @Parameters(index = "0", arity = "0..1", paramLabel = "DATASET", description = "Its name.")
    private @Nullable String dataset;

    @Option(
            names = "--table",
            paramLabel = "TABLE",
            description = "The table that a job has published, instead of a dataset.")
    private @Nullable String table;

    DropCommand(Session session) {
        super(session);
    }

    @Override
    void check() {
        if ((dataset == null) == (table == null)) {
            throw new WrongCall("drop needs a dataset or --table, one of them");
        }
    }

    @Override
    int run(Gridmill gridmill) {
        if (table != null) {
            gridmill.dropTable(table);
            session.tell("table " + table + " is dropped");
        } else if (dataset != null) {
            gridmill.drop(dataset);
            session.tell("dataset " + dataset + " is dropped");
        }
        return CommandRunner.DONE;
    }
}
