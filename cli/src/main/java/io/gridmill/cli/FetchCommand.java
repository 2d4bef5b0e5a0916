package io.gridmill.cli;

import io.gridmill.cli.session.Session;
import io.gridmill.cli.session.WrongCall;
import io.gridmill.client.Gridmill;
import io.gridmill.core.job.JobId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "fetch", description = "Writes the rows of a job that has ended to standard output.")
final class FetchCommand extends GridCommand {
    @Parameters(index = "0", paramLabel = "JOB", description = "The job's id.")
    private String id = "";

    @Mixin
    private OutputOption output = new OutputOption();

    FetchCommand(Session session) {
        super(session);
    }

    @Override
    void check() {
        WrongCall.check(() -> JobId.check(id));
    }

    @Override
    int run(Gridmill gridmill) throws Exception {
        output.write(session, gridmill.job(id).fetch());
        return CommandRunner.DONE;
    }
}
