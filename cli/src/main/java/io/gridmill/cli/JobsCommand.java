package io.gridmill.cli;

import io.gridmill.cli.progress.Amounts;
import io.gridmill.cli.session.Session;
import io.gridmill.cli.session.WrongCall;
import io.gridmill.client.Gridmill;
import io.gridmill.core.job.JobId;
import io.gridmill.core.job.JobStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "jobs",
        description = "Lists the jobs that the ledger keeps, the newest last, or one job with its shares.")
final class JobsCommand extends RowsCommand {
    private static final String ALL =
            "SELECT id, name, state, submitted, shares_done, shares, takeovers, result_rows FROM gridmill.jobs ORDER BY submitted";
    private static final String SHARES = "SELECT * FROM gridmill.shares WHERE job = :job ORDER BY share";

    @Parameters(index = "0", arity = "0..1", paramLabel = "JOB", description = "A job's id.")
    private @Nullable String id;

    JobsCommand(Session session) {
        super(session);
    }

    @Override
    void check() {
        super.check();
        String given = id;
        if (given != null) {
            WrongCall.check(() -> JobId.check(given));
        }
    }

    @Override
    int run(Gridmill gridmill) throws IOException {
        if (id == null) {
            output.write(session, gridmill.systemQuery(ALL, Map.of()));
            return CommandRunner.DONE;
        }
        JobStatus status = gridmill.job(id).status();
        if (output.isTable(session)) {
            describe(status);
        }
        output.write(session, gridmill.systemQuery(SHARES, Map.of("job", id)));
        return CommandRunner.DONE;
    }

    private void describe(JobStatus job) throws IOException {
        session.println(job.id() + ": " + job.kind() + " '" + job.name() + "', " + job.state()
                + (job.cause() == null ? "" : ": " + job.cause()));
        String end = job.finished() == null
                ? ""
                : ", ended after " + Amounts.duration(Duration.between(job.submitted(), job.finished()));
        session.println("submitted " + job.submitted() + end);
        String total = job.inputRowsTotal() > 0 ? " of " + Amounts.count(job.inputRowsTotal()) : "";
        String result = job.resultRows() < 0 ? "" : ", result " + Amounts.rows(job.resultRows());
        String bad = job.rejectedRows() == 0 ? "" : ", " + Amounts.rows(job.rejectedRows()) + " rejected";
        session.println(job.sharesDone() + "/" + job.shares() + " shares, " + job.sharesRunning() + " running, "
                + job.takeovers() + " takeovers; read " + Amounts.count(job.inputRows()) + total + " rows" + result
                + bad);
    }
}
