package io.gridmill.node.run;

import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.chunk.ChunkHeader;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.task.Logic;
import io.gridmill.core.task.TaskContext;
import io.gridmill.node.dataset.PinnedVersion;
import io.gridmill.node.fault.Failpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs a share of a query or a task: its chunks are taken one by one by as many lanes as the node has threads, pruned by zone map, pinned,
 * read and released.
 */
public final class QueryShare {
    private final int threads;

    public QueryShare(int threads) {
        this.threads = threads;
    }

    /**
     * Returns the rows that the share covers, pruned ones included.
     *
     * @param lanes threads for all lanes but the first
     * @param whole whether the share ends the job itself
     */
    long run(
            ExecutorService lanes,
            Logic logic,
            PinnedVersion version,
            List<Integer> partitions,
            boolean whole,
            RunningAttempt attempt,
            TaskContext context,
            AttemptOutput output) {
        List<PinnedVersion.Located> chunks = version.chunks(partitions);
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        List<ChunkHeader> headers = chunks.stream()
                .map(located -> located.chunk().header())
                .filter(logic::mayMatch)
                .toList();
        try (Logic.ShareRun run = logic.startShare(context, headers, output)) {
            List<Logic.Lane> opened = new ArrayList<>();
            for (int i = 0; i < Math.max(1, Math.min(threads, chunks.size())); i++) {
                opened.add(run.openLane());
            }
            List<Future<?>> futures = new ArrayList<>();
            RuntimeException failure = null;
            try {
                for (Logic.Lane lane : opened.subList(1, opened.size())) {
                    futures.add(lanes.submit(() -> read(lane, logic, version, chunks, next, enough, attempt)));
                }
                read(opened.get(0), logic, version, chunks, next, enough, attempt);
            } catch (RuntimeException e) {
                enough.set(true);
                failure = e;
            } catch (Error e) { // The other lanes still use the memory that is freed below: they end first.
                enough.set(true);
                failure = new GridmillException(ErrorCode.INTERNAL, "a lane failed: " + e, e);
            }
            for (Future<?> future : futures) {
                failure = join(future, enough, failure);
            }
            if (failure != null) {
                throw failure;
            }
            attempt.check();
            attempt.hasRead(headers.stream().mapToLong(ChunkHeader::rows).sum());
            if (whole) {
                run.finishWhole();
            } else {
                run.finish();
            }
        }
        return version.rows(partitions);
    }

    private static void read(
            Logic.Lane lane,
            Logic logic,
            PinnedVersion version,
            List<PinnedVersion.Located> chunks,
            AtomicInteger next,
            AtomicBoolean enough,
            RunningAttempt attempt) {
        int[] columns = logic.inputColumns();
        for (int i = next.getAndIncrement(); i < chunks.size() && !enough.get(); i = next.getAndIncrement()) {
            attempt.check();
            PinnedVersion.Located located = chunks.get(i);
            ChunkHeader header = located.chunk().header();
            if (logic.mayMatch(header)) {
                try (Chunk chunk = version.pin(located, columns, attempt)) {
                    if (!lane.accept(chunk)) {
                        enough.set(true);
                    }
                }
            }
            attempt.addRows(header.rows());
            if (i == 0) {
                Failpoint.RUN.hit();
            }
        }
    }

    /** Waits for a lane to its end, so that no lane uses memory that is freed, and keeps the first failure. */
    private static @Nullable RuntimeException join(
            Future<?> future, AtomicBoolean enough, @Nullable RuntimeException earlier) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    future.get();
                    return earlier;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            enough.set(true);
            RuntimeException failure = e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new GridmillException(ErrorCode.INTERNAL, "a lane failed: " + e.getCause(), e.getCause());
            if (earlier != null) {
                earlier.addSuppressed(failure);
                return earlier;
            }
            return failure;
        } catch (CancellationException e) {
            return earlier == null ? e : earlier;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
