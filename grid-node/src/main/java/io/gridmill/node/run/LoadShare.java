package io.gridmill.node.run;

import io.gridmill.core.batch.TextRows;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.LoadSpec;
import io.gridmill.core.json.Json;
import io.gridmill.core.sink.BatchInput;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.RejectedRow;
import io.gridmill.core.source.SplitReader;
import io.gridmill.core.task.TaskContext;
import io.gridmill.node.dataset.DatasetSink;
import io.gridmill.node.fault.Failpoint;
import io.gridmill.node.flush.JobSinks;
import io.gridmill.node.ledger.JobRecord;
import io.gridmill.node.ledger.Outcome;
import io.gridmill.node.ledger.ShareWork;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Runs a load's share: reads its splits and stages their rows as chunks under the attempt's name. It needs no journal, because the
 * source can be read again.
 */
public final class LoadShare {
    /** Rejected rows a page, in the grid. */
    public static final int REJECTS_PER_PAGE = 1_000;

    private final LoadSources sources;
    private final JobSinks sinks;

    public LoadShare(LoadSources sources, JobSinks sinks) {
        this.sources = sources;
        this.sinks = sinks;
    }

    Outcome run(JobRecord job, ShareWork work, RunningAttempt attempt, TaskContext context, AttemptOutput output) {
        LoadSpec load = job.spec().load();
        if (load == null || job.cut() == null) {
            throw new IllegalStateException("only a load that has been cut has splits [job=" + job.id() + "]");
        }
        Rejects rejects = new Rejects(load, output);
        LoadSources.Opened source = sources.reopen(job.id(), load, job.cut());
        try (DatasetSink sink = sinks.ofLoad(job);
                SplitBatches batches = new SplitBatches(source, work.splits().iterator(), rejects, attempt, context)) {
            String token = attempt.id().token();
            long rows = sink.write(token, batches, attempt);
            rejects.flush();
            return new Outcome(
                    output.batches(),
                    rows,
                    sink.digest(token),
                    rows + rejects.count,
                    batches.bytes(),
                    rejects.count,
                    attempt.spent());
        }
    }

    /** Keeps bad rows, or fails at the first. */
    private static final class Rejects implements RejectHandler {
        private final LoadSpec load;
        private final AttemptOutput output;
        private final List<RejectedRow> page = new ArrayList<>();
        private long count;

        Rejects(LoadSpec load, AttemptOutput output) {
            this.load = load;
            this.output = output;
        }

        @Override
        public void reject(RejectedRow row) {
            if (!load.keepBadRows()) {
                FAIL.reject(row);
            }
            count++;
            if (count > load.maxBadRows()) {
                throw GridmillException.data(
                        "at most " + load.maxBadRows() + " bad rows are allowed, this is one more: " + row.message());
            }
            page.add(row);
            if (page.size() == REJECTS_PER_PAGE) {
                flush();
            }
        }

        void flush() {
            if (!page.isEmpty()) {
                output.writeEncoded(Json.write(page).getBytes(StandardCharsets.UTF_8), page.size());
                page.clear();
            }
        }
    }

    /** The batches of several splits, one after the other. */
    private static final class SplitBatches implements BatchInput, AutoCloseable {
        private final LoadSources.Opened source;
        private final Iterator<Integer> splits;
        private final RejectHandler rejects;
        private final RunningAttempt attempt;
        private final TaskContext context;
        private @Nullable SplitReader reader;
        private long bytesOfClosed;
        private long reported;
        private boolean first = true;

        SplitBatches(
                LoadSources.Opened source,
                Iterator<Integer> splits,
                RejectHandler rejects,
                RunningAttempt attempt,
                TaskContext context) {
            this.source = source;
            this.splits = splits;
            this.rejects = rejects;
            this.attempt = attempt;
            this.context = context;
        }

        @Override
        public TextRows.Dictionaries dictionaries() {
            return reader == null ? TextRows.NO_DICTIONARIES : reader.dictionaries();
        }

        @Override
        public @Nullable VectorSchemaRoot next() {
            attempt.check();
            while (true) {
                if (reader == null) {
                    if (!splits.hasNext()) {
                        return null;
                    }
                    reader = source.open(splits.next(), context.allocator(), rejects);
                }
                VectorSchemaRoot batch = reader.next();
                report();
                if (batch != null) {
                    attempt.addRows(batch.getRowCount());
                    if (first) {
                        first = false;
                        Failpoint.RUN.hit();
                    }
                    return batch;
                }
                bytesOfClosed += reader.bytesRead();
                reader.close();
                reader = null;
            }
        }

        private void report() {
            attempt.addBytes(bytes() - reported);
            reported = bytes();
        }

        long bytes() {
            return bytesOfClosed + (reader == null ? 0 : reader.bytesRead());
        }

        @Override
        public void close() {
            if (reader != null) {
                reader.close();
                reader = null;
            }
        }
    }
}
