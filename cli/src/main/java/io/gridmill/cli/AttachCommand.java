package io.gridmill.cli;

import io.gridmill.cli.session.Session;
import io.gridmill.cli.session.WrongCall;
import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import io.gridmill.core.job.JobId;
import io.gridmill.core.job.JobStatus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "attach",
        description =
                "Waits for a job that somebody submitted. With --output its rows, or a row about a load, go to standard output.")
final class AttachCommand extends RowsCommand {
    @Parameters(index = "0", paramLabel = "JOB", description = "The job's id.")
    private String id = "";

    @Option(
            names = "--bad-rows",
            paramLabel = "FILE",
            description = "A load: writes the bad rows there, with their reasons.")
    private @Nullable String badRows;

    AttachCommand(Session session) {
        super(session);
    }

    @Override
    void check() {
        super.check();
        WrongCall.check(() -> JobId.check(id));
        if (badRows != null) {
            BadRowsFile.checkPlace(session.resolve(badRows));
        }
    }

    @Override
    int run(Gridmill gridmill) throws Exception {
        JobHandle job = gridmill.job(id);
        JobWatch watch = new JobWatch(session);
        JobStatus last = watch.untilEnd(job);
        if (badRows != null) {
            BadRowsFile.write(session, job, session.resolve(badRows));
        }
        watch.result(last);
        boolean load = last.kind().equals("load");
        if (output.given() && load) {
            output.write(session, LoadSummary.of(last));
        } else if (output.given()) {
            output.write(session, job.fetch());
        } else if (!load) {
            session.tell("its rows: gridmill fetch " + id);
        }
        return CommandRunner.DONE;
    }
}
