package io.gridmill.cli.demo;

import io.gridmill.cli.progress.Amounts;
import io.gridmill.cli.progress.Progress;
import io.gridmill.cli.session.Session;
import io.gridmill.client.JobHandle;
import io.gridmill.core.job.JobStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells what happens, a line at a time on standard output; long steps move on standard error where that is a terminal. */
final class Story {
    private static final int TOPIC_WIDTH = 10;
    private static final Duration LONGEST_JOB = Duration.ofMinutes(10);

    private final Session session;
    private final AtomicBoolean interrupted = new AtomicBoolean();

    Story(Session session) {
        this.session = session;
    }

    /** A line without a topic. */
    void say(String line) throws IOException {
        session.println(line);
        session.out().flush();
    }

    /** A line under a topic; an empty topic goes on with the one before. */
    void tell(String topic, String line) throws IOException {
        say(topic + " ".repeat(Math.max(1, TOPIC_WIDTH - topic.length())) + line);
    }

    /** Waits for a job, showing how it gets on. Throws when it has no result. */
    JobStatus await(JobHandle job) {
        if (!session.errIsTerminal()) {
            return job.await(LONGEST_JOB);
        }
        try (Progress progress = new Progress(session.err(), true)) {
            return job.onProgress(progress).await(LONGEST_JOB);
        }
    }

    /** {@code 2,000,000 rows in 3.1 s (645,161 rows/s)}. */
    static String pace(long rows, Duration took) {
        long perSecond = Math.round(rows * 1000.0 / Math.max(1, took.toMillis()));
        return Amounts.rows(rows) + " in " + Amounts.duration(took) + " (" + Amounts.count(perSecond) + " rows/s)";
    }

    static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    static Duration took(JobStatus job) {
        return job.finished() == null ? Duration.ZERO : Duration.between(job.submitted(), job.finished());
    }

    void interrupt() {
        interrupted.set(true);
        session.tell("interrupted: ending the nodes and deleting the demo's files");
    }

    boolean isInterrupted() {
        return interrupted.get();
    }
}
