package io.gridmill.cli;

import io.gridmill.cli.session.Session;
import io.gridmill.cli.session.WrongCall;
import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import io.gridmill.core.job.JobId;
import io.gridmill.core.job.JobState;
import io.gridmill.core.job.JobStatus;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "cancel",
        description = "Stops a job. Nothing of it reaches a sink or a dataset, unless it was closing them already.")
final class CancelCommand extends GridCommand {
    @Parameters(index = "0", paramLabel = "JOB", description = "The job's id.")
    private String id = "";

    CancelCommand(Session session) {
        super(session);
    }

    @Override
    void check() {
        WrongCall.check(() -> JobId.check(id));
    }

    @Override
    int run(Gridmill gridmill) {
        JobHandle job = gridmill.job(id);
        JobState before = job.status().state();
        if (before.terminal()) {
            session.tell("job " + id + " had ended before, " + before);
            return before == JobState.CANCELLED ? CommandRunner.DONE : CommandRunner.FAILED;
        }
        job.cancel();
        JobStatus last = job.awaitEnd(ChronoUnit.FOREVER.getDuration());
        session.tell(
                last.state() == JobState.CANCELLED
                        ? "job " + id + " is cancelled"
                        : "job " + id + " could not be cancelled any more, it is " + last.state());
        return last.state() == JobState.CANCELLED ? CommandRunner.DONE : CommandRunner.FAILED;
    }
}
