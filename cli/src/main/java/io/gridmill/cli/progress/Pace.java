package io.gridmill.cli.progress;

import io.gridmill.core.job.JobState;
import io.gridmill.core.job.JobStatus;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How fast a job goes, from when the watching began until now.
 *
 * @param first the status when the watching began
 * @param now the status now
 * @param elapsedNanos time between them
 */
record Pace(JobStatus first, JobStatus now, long elapsedNanos) {
    /** Work done so far: bytes of a load, rows of a query, or shares where neither is known beforehand. */
    long done() {
        return of(now);
    }

    /** Work to do, in the unit of {@link #done()}. */
    long total() {
        return now.inputBytesTotal() > 0
                ? now.inputBytesTotal()
                : now.inputRowsTotal() > 0 ? now.inputRowsTotal() : Math.max(now.shares(), 1);
    }

    private long of(JobStatus status) {
        return now.inputBytesTotal() > 0
                ? status.inputBytes()
                : now.inputRowsTotal() > 0 ? status.inputRows() : status.sharesDone();
    }

    /** The unit of {@link #done()} for people, with a space before it. */
    String unit() {
        return now.inputBytesTotal() > 0 ? " MB" : now.inputRowsTotal() > 0 ? " rows" : " shares";
    }

    /** How much of {@link #done()} makes one of {@link #unit()}. */
    long unitSize() {
        return now.inputBytesTotal() > 0 ? 1_000_000 : 1;
    }

    /** How long the rest will take if it goes on like this; zero when that cannot be said. */
    Duration left() {
        long advanced = of(now) - of(first);
        if (advanced <= 0 || done() >= total()) {
            return Duration.ZERO;
        }
        return Duration.ofNanos((long) ((double) elapsedNanos / advanced * (total() - done())));
    }

    /** {@code 812,345 rows/s}, or nothing before the first row. */
    String speed() {
        double seconds = (double) elapsedNanos / TimeUnit.SECONDS.toNanos(1);
        long rows = now.inputRows() - first.inputRows();
        return rows <= 0 || seconds <= 0 ? "" : Amounts.count(Math.round(rows / seconds)) + " rows/s";
    }

    /** {@code 3/12 shares, 2 running, 1 takeover}. */
    String shares() {
        if (now.shares() == 0) {
            return "waiting";
        }
        String takeovers = now.takeovers() == 0
                ? ""
                : ", " + now.takeovers() + (now.takeovers() == 1 ? " takeover" : " takeovers");
        String step = now.state() == JobState.CLOSING
                ? ", closing sinks"
                : now.state() == JobState.ABORTING ? ", aborting" : "";
        return now.sharesDone() + "/" + now.shares() + " shares" + takeovers + step;
    }

    /** Everything in one line. */
    String line() {
        StringBuilder line =
                new StringBuilder("job ").append(now.id()).append(": ").append(shares());
        line.append(", ").append(Amounts.count(now.inputRows()));
        line.append(now.inputRowsTotal() > 0 ? " of " + Amounts.rows(now.inputRowsTotal()) : " rows");
        if (now.inputBytesTotal() > 0) {
            line.append(", ")
                    .append(Amounts.bytes(now.inputBytes()))
                    .append(" of ")
                    .append(Amounts.bytes(now.inputBytesTotal()));
        }
        line.append(speed().isEmpty() ? "" : ", " + speed());
        line.append(left().isZero() ? "" : ", about " + Amounts.duration(left()) + " left");
        return line.toString();
    }
}
