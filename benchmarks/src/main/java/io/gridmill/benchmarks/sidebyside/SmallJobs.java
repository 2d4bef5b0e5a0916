package io.gridmill.benchmarks.sidebyside;

import io.gridmill.client.Gridmill;
import io.gridmill.client.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Jobs of 10,000 rows at a given rate, from submit to rows in the client. */
final class SmallJobs {
    private static final int ROWS = 10_000;
    private static final int JOBS_A_SECOND = 50;
    private static final int SECONDS = 20;
    private static final int WARM_UP_JOBS = 3000;
    private static final String SQL = "SELECT k, SUM(v), COUNT(*) FROM small GROUP BY k";

    private final Gridmill gridmill;

    SmallJobs(Gridmill gridmill) {
        this.gridmill = gridmill;
    }

    /**
     * Jobs begin at fixed times, whether earlier ones have ended or not, and the wait counts from when each should have begun.
     *
     * @param where they run, for people
     */
    void measure(String where, Report report) throws Exception {
        load();
        for (int i = 0; i < WARM_UP_JOBS; i++) {
            GridRun.answer(gridmill, SQL);
        }
        Times waits = new Times();
        ScheduledExecutorService clients = Executors.newScheduledThreadPool(8);
        try {
            List<Future<Long>> jobs = new ArrayList<>();
            long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
            for (int i = 0; i < JOBS_A_SECOND * SECONDS; i++) {
                long due = start + i * TimeUnit.SECONDS.toNanos(1) / JOBS_A_SECOND;
                jobs.add(clients.schedule(
                        () -> {
                            GridRun.answer(gridmill, SQL);
                            return System.nanoTime() - due;
                        },
                        due - System.nanoTime(),
                        TimeUnit.NANOSECONDS));
            }
            for (Future<Long> job : jobs) {
                waits.add(job.get());
            }
        } finally {
            clients.shutdownNow();
        }
        report.note(String.format(
                Locale.ROOT,
                "small job of %,d rows on %s, %d a second for %d s, submit to result: p50 %.2f ms, p90 %.2f ms, p99 %.2f ms, most %.2f ms",
                ROWS,
                where,
                JOBS_A_SECOND,
                SECONDS,
                waits.quantile(0.5),
                waits.quantile(0.9),
                waits.quantile(0.99),
                waits.quantile(1)));
    }

    private void load() throws IOException {
        Path csv = Files.createTempFile("small", ".csv");
        try {
            StringBuilder lines = new StringBuilder("k,v\n");
            for (int i = 0; i < ROWS; i++) {
                lines.append(i % 7).append(',').append(i).append('\n');
            }
            Files.writeString(csv, lines);
            gridmill.load(Load.into("small")
                            .from(csv.toString())
                            .columns("k INTEGER, v BIGINT")
                            .spec())
                    .await(GridRun.PATIENCE);
        } finally {
            Files.delete(csv);
        }
    }
}
