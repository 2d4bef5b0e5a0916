package io.gridmill.cli;

import io.gridmill.cli.progress.Amounts;
import io.gridmill.cli.progress.Progress;
import io.gridmill.cli.session.Interrupts;
import io.gridmill.cli.session.Session;
import io.gridmill.client.JobHandle;
import io.gridmill.core.job.JobState;
import io.gridmill.core.job.JobStatus;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Waits for a job with progress on standard error, and tells at Ctrl-C that the job goes on. */
final class JobWatch {
    private final Session session;

    JobWatch(Session session) {
        this.session = session;
    }

    /** @return the job's last status, whichever it is */
    JobStatus untilEnd(JobHandle job) {
        try (Progress progress = new Progress(session.err(), session.errIsTerminal());
                Interrupts.Watch ignored = session.interrupts().onInterrupt(() -> {
                    progress.close();
                    session.tell("job " + job.id() + " goes on; gridmill attach " + job.id()
                            + " waits for it, gridmill cancel " + job.id() + " stops it");
                })) {
            return job.onProgress(progress).awaitEnd(ChronoUnit.FOREVER.getDuration());
        }
    }

    /** As {@link #untilEnd}, and tells how it ended. */
    JobStatus untilResult(JobHandle job) {
        return result(untilEnd(job));
    }

    /** Tells of a job that has a result, and throws for one that has none. */
    JobStatus result(JobStatus last) {
        if (last.state().hasResult()) {
            session.tell("job " + last.id() + " done: " + what(last) + time(last) + takeovers(last));
        }
        return quietResult(last);
    }

    /** As {@link #result}, without a word when all went well. */
    JobStatus quietResult(JobStatus last) {
        if (!last.state().hasResult()) {
            throw JobHandle.failure(last);
        }
        if (last.state() == JobState.PARTIAL) {
            session.tell("the result is partial: " + last.cause());
        }
        return last;
    }

    private static String what(JobStatus last) {
        return Amounts.rows(Math.max(0, last.resultRows())) + (last.kind().equals("load") ? " loaded" : "");
    }

    private static String time(JobStatus last) {
        if (last.finished() == null) {
            return "";
        }
        Duration took = Duration.between(last.submitted(), last.finished());
        double seconds = took.toMillis() / 1000.0;
        String speed = seconds < 1 || last.inputRows() <= 0
                ? ""
                : ", " + Amounts.count(Math.round(last.inputRows() / seconds)) + " rows/s read";
        return " in " + Amounts.duration(took) + speed;
    }

    private static String takeovers(JobStatus last) {
        return last.takeovers() == 0
                ? ""
                : ", " + last.takeovers() + (last.takeovers() == 1 ? " takeover" : " takeovers");
    }
}
