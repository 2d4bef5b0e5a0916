package io.gridmill.cli;

import io.gridmill.cli.session.Session;
import io.gridmill.client.Gridmill;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "drop", description = "Drops a dataset. Jobs that read it go on.")
final class DropCommand extends GridCommand {
    @Parameters(index = "0", paramLabel = "DATASET", description = "Its name.")
    private String dataset = "";

    DropCommand(Session session) {
        super(session);
    }

    @Override
    int run(Gridmill gridmill) {
        gridmill.drop(dataset);
        session.tell("dataset " + dataset + " is dropped");
        return CommandRunner.DONE;
    }
}
