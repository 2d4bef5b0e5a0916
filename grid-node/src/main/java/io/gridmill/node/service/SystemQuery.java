package io.gridmill.node.service;

import io.gridmill.compute.sql.SqlCompiler;
import io.gridmill.core.batch.BatchCodec;
import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.chunk.InMemoryChunks;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.BatchOutput;
import io.gridmill.core.task.CancelToken;
import io.gridmill.core.task.Logic;
import io.gridmill.core.task.TaskContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.util.VectorSchemaRootAppender;
import org.jspecify.annotations.Nullable;

/** Runs a query over a system dataset on this node alone, by the same compiler as jobs. */
final class SystemQuery {
    private final BufferAllocator allocator;

    SystemQuery(BufferAllocator allocator) {
        this.allocator = allocator;
    }

    /** How it would run, over no chunks, since there are none before it runs. */
    String explain(String sql, Map<String, String> params, SystemDatasets.Table table) {
        return SqlCompiler.compile(sql, params, table.schema()).explain(table.schema(), List.of(), chunk -> {
            throw new IllegalStateException("a system dataset has no chunks");
        });
    }

    /** The answer as one encoded batch. */
    byte[] run(String sql, Map<String, String> params, SystemDatasets.Table table) {
        Logic logic = SqlCompiler.compile(sql, params, table.schema());
        try (BufferAllocator own = allocator.newChildAllocator("system query", 0, Long.MAX_VALUE);
                Gathered shares = new Gathered(own, logic.shareSchema());
                Gathered result = new Gathered(own, logic.resultSchema())) {
            TaskContext context = new TaskContext(own, CancelToken.NEVER);
            List<Chunk> chunks;
            try (VectorSchemaRoot rows = fill(table.schema(), table.rows().get(), own)) {
                chunks = InMemoryChunks.of(rows, table.schema(), own);
            }
            try (Logic.ShareRun run =
                    logic.startShare(context, chunks.stream().map(Chunk::header).toList(), shares)) {
                Logic.Lane lane = run.openLane();
                chunks.forEach(lane::accept);
                run.finish();
            } finally {
                chunks.forEach(Chunk::close);
            }
            if (!logic.hasFinalStep()) {
                return shares.merged();
            }
            logic.runFinal(shares.iterator(), context, result);
            return result.merged();
        }
    }

    private static VectorSchemaRoot fill(TableSchema schema, List<@Nullable Object[]> rows, BufferAllocator allocator) {
        VectorSchemaRoot root = VectorSchemaRoot.create(schema.toArrow(), allocator);
        root.allocateNew();
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < schema.size(); column++) {
                set(root.getVector(column), row, rows.get(row)[column]);
            }
        }
        root.setRowCount(rows.size());
        return root;
    }

    private static void set(FieldVector vector, int row, @Nullable Object value) {
        if (value == null) {
            vector.setNull(row);
        } else if (vector instanceof VarCharVector texts) {
            texts.setSafe(row, value.toString().getBytes(StandardCharsets.UTF_8));
        } else if (vector instanceof BigIntVector numbers) {
            numbers.setSafe(row, (Long) value);
        } else if (vector instanceof TimeStampMicroVector times) {
            times.setSafe(row, (Long) value);
        } else {
            throw new IllegalStateException("a system dataset has no columns of type "
                    + vector.getField().getType());
        }
    }

    /** Batches kept encoded until they are read. */
    private static final class Gathered implements BatchOutput, AutoCloseable {
        private final BufferAllocator allocator;
        private final TableSchema schema;
        private final List<byte[]> batches = new ArrayList<>();
        private final List<ArrowStreamReader> readers = new ArrayList<>();

        Gathered(BufferAllocator allocator, TableSchema schema) {
            this.allocator = allocator;
            this.schema = schema;
        }

        @Override
        public synchronized void write(VectorSchemaRoot batch) {
            if (batch.getRowCount() > 0) {
                batches.add(BatchCodec.encode(batch));
            }
        }

        Iterator<VectorSchemaRoot> iterator() {
            return batches.stream().map(this::open).iterator();
        }

        private VectorSchemaRoot open(byte[] encoded) {
            try {
                ArrowStreamReader reader = BatchCodec.open(encoded, allocator);
                readers.add(reader);
                reader.loadNextBatch();
                return reader.getVectorSchemaRoot();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** All batches as one. */
        byte[] merged() {
            if (batches.size() == 1) {
                return batches.get(0);
            }
            try (VectorSchemaRoot all = VectorSchemaRoot.create(schema.toArrow(), allocator)) {
                all.allocateNew();
                for (byte[] batch : batches) {
                    VectorSchemaRootAppender.append(false, all, open(batch));
                }
                return BatchCodec.encode(all);
            }
        }

        @Override
        public void close() {
            for (ArrowStreamReader reader : readers) {
                try {
                    reader.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
