package io.gridmill.node.flush;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.BatchInput;
import io.gridmill.core.sink.Sink;
import io.gridmill.core.sink.SinkFactory;
import io.gridmill.core.sink.SinkManifest;
import io.gridmill.core.sink.SinkSpec;
import io.gridmill.core.sink.StagedAttempt;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** {@code picky}: a sink that keeps nothing but how many rows it refused: those whose first column can be divided by 100. */
public final class PickySinkFactory implements SinkFactory {
    /** How the ids of jobs begin that it takes for closed. */
    static final String CLOSED = "closed";

    private static final Map<String, Long> REFUSED = new ConcurrentHashMap<>();

    @Override
    public String type() {
        return "picky";
    }

    @Override
    public List<String> options() {
        return List.of();
    }

    @Override
    public Sink open(SinkSpec spec, String jobId, TableSchema schema) {
        return new PickySink(jobId, false);
    }

    @Override
    public Sink openPartial(SinkSpec spec, String jobId, TableSchema schema) {
        return new PickySink(jobId, true);
    }

    private static final class PickySink implements Sink {
        private final String jobId;
        private final boolean partial;

        PickySink(String jobId, boolean partial) {
            this.jobId = jobId;
            this.partial = partial;
        }

        @Override
        public void prepare() {}

        @Override
        public long stage(StagedAttempt attempt, BatchInput batches) {
            long refusing = 0;
            for (VectorSchemaRoot batch = batches.next(); batch != null; batch = batches.next()) {
                BigIntVector values = (BigIntVector) batch.getVector(0);
                for (int row = 0; row < batch.getRowCount(); row++) {
                    refusing += values.get(row) % 100 == 0 ? 1 : 0;
                }
            }
            if (refusing > 0 && !partial) {
                throw GridmillException.data("a row must not be round");
            }
            REFUSED.put(attempt.attempt().token(), refusing);
            return attempt.rows();
        }

        @Override
        public void closeWith(SinkManifest manifest) {
            REFUSED.put(
                    manifest.jobId(),
                    manifest.winners().stream()
                            .mapToLong(winner -> REFUSED.get(winner.attempt().token()))
                            .sum());
        }

        @Override
        public long refusedRows() {
            return REFUSED.get(jobId);
        }

        @Override
        public void abort() {
            if (jobId.startsWith(CLOSED)) {
                throw GridmillException.internal("a job that is closed must not be aborted");
            }
        }

        @Override
        public void sweep() {}

        @Override
        public void close() {}
    }
}
