package io.gridmill.cli;

import io.gridmill.cli.session.Session;
import io.gridmill.cli.session.WrongCall;
import io.gridmill.client.Gridmill;
import io.gridmill.core.job.JobId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "fetch", description = "Writes the rows of a job that has ended to standard output.")
final class FetchCommand extends RowsCommand {
    @Parameters(index = "0", paramLabel = "JOB", description = "The job's id.")
    private String id = "";

    FetchCommand(Session session) {
        super(session);
    }

    @Override
    void check() {
        super.check();
        WrongCall.check(() -> JobId.check(id));
    }

    @Override
    int run(Gridmill gridmill) throws Exception {
        output.write(session, gridmill.job(id).fetch());
        return CommandRunner.DONE;
    }
}
