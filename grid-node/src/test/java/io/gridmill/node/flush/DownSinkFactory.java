package io.gridmill.node.flush;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.BatchInput;
import io.gridmill.core.sink.Sink;
import io.gridmill.core.sink.SinkFactory;
import io.gridmill.core.sink.SinkManifest;
import io.gridmill.core.sink.SinkSpec;
import io.gridmill.core.sink.StagedAttempt;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.vector.VectorSchemaRoot;

/** {@code down}: a sink with a server, named by {@code server}, that a test takes down and brings back. */
public final class DownSinkFactory implements SinkFactory {
    /** Servers that do not answer, or, after {@code staging:}, not to that. */
    static final Set<String> DOWN = ConcurrentHashMap.newKeySet();
    /** How often somebody has asked one that did not. */
    static final AtomicInteger ASKED = new AtomicInteger();

    static final Set<String> STAGED = ConcurrentHashMap.newKeySet();
    static final Set<String> SWEPT = ConcurrentHashMap.newKeySet();

    @Override
    public String type() {
        return "down";
    }

    @Override
    public List<String> options() {
        return List.of("server");
    }

    @Override
    public Sink open(SinkSpec spec, String jobId, TableSchema schema) {
        return new DownSink(spec.options().getOrDefault("server", ""));
    }

    private record DownSink(String server) implements Sink {
        private void ask(String what) {
            if (DOWN.contains(server) || DOWN.contains(what + ":" + server)) {
                ASKED.incrementAndGet();
                throw new GridmillException(ErrorCode.EXTERNAL, "server " + server + " does not answer");
            }
        }

        @Override
        public void prepare() {
            ask("planning");
        }

        @Override
        public long stage(StagedAttempt attempt, BatchInput batches) {
            ask("staging");
            long rows = 0;
            for (VectorSchemaRoot batch = batches.next(); batch != null; batch = batches.next()) {
                rows += batch.getRowCount();
            }
            STAGED.add(server);
            return rows;
        }

        @Override
        public void closeWith(SinkManifest manifest) {
            ask("closing");
        }

        @Override
        public void abort() {}

        @Override
        public void sweep() {
            ask("sweeping");
            SWEPT.add(server);
        }

        @Override
        public void close() {}
    }
}
