package io.gridmill.benchmarks;

import io.gridmill.compute.sql.SqlCompiler;
import io.gridmill.core.batch.BatchCodec;
import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.CancelToken;
import io.gridmill.core.task.Logic;
import io.gridmill.core.task.TaskContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * A compiled query over chunks in memory, run as a node runs a share and the final share, on the calling thread: one lane, partials
 * encoded between the two. For one thread.
 */
final class OneThreadQuery {
    private final Logic logic;
    private final List<Chunk> chunks;
    private final BufferAllocator root;

    /** @param root gets a child for each step of each run, and has it back at the end of the run */
    OneThreadQuery(String sql, TableSchema schema, List<Chunk> chunks, BufferAllocator root) {
        this.logic = SqlCompiler.compile(sql, Map.of(), schema);
        this.chunks = List.copyOf(chunks);
        this.root = root;
    }

    /** The rows of the answer: strings as String, everything else as Arrow gives it. */
    List<List<Object>> run() {
        List<byte[]> partials = new ArrayList<>();
        try (BufferAllocator allocator = root.newChildAllocator("share", 0, Long.MAX_VALUE);
                Logic.ShareRun share = logic.startShare(
                        new TaskContext(allocator, CancelToken.NEVER),
                        chunks.stream()
                                .map(Chunk::header)
                                .filter(logic::mayMatch)
                                .toList(),
                        batch -> partials.add(BatchCodec.encode(batch)))) {
            Logic.Lane lane = share.openLane();
            for (Chunk chunk : chunks) {
                if (logic.mayMatch(chunk.header())) {
                    lane.accept(chunk);
                }
            }
            share.finish();
        }
        List<List<Object>> rows = new ArrayList<>();
        try (BufferAllocator allocator = root.newChildAllocator("final", 0, Long.MAX_VALUE);
                EncodedBatches batches = new EncodedBatches(partials, allocator)) {
            logic.runFinal(batches, new TaskContext(allocator, CancelToken.NEVER), batch -> addRows(batch, rows));
        }
        return rows;
    }

    static void addRows(VectorSchemaRoot batch, List<List<Object>> rows) {
        for (int row = 0; row < batch.getRowCount(); row++) {
            List<Object> values = new ArrayList<>();
            for (FieldVector vector : batch.getFieldVectors()) {
                Object value = vector.getObject(row);
                values.add(vector instanceof VarCharVector ? value.toString() : value);
            }
            rows.add(values);
        }
    }
}
