package io.gridmill.benchmarks.sidebyside;

import io.gridmill.benchmarks.EncodedBatches;
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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Gridmill's compiled logic over pinned chunks, as a node runs one share and the final share: no grid, ledger or journal. */
final class Kernels implements AutoCloseable {
    private final TableSchema schema;
    private final List<Chunk> chunks;
    private final BufferAllocator root;
    private final ExecutorService pool = Executors.newCachedThreadPool();

    Kernels(TableSchema schema, List<Chunk> chunks, BufferAllocator root) {
        this.schema = schema;
        this.chunks = chunks;
        this.root = root;
    }

    Logic compile(WorkQuery query) {
        return SqlCompiler.compile(query.sql(), Map.of(), schema);
    }

    /** Runs it and returns the rows of the answer as encoded batches. */
    List<byte[]> run(Logic logic, int threads) {
        List<byte[]> shareBatches = new ArrayList<>();
        try (BufferAllocator allocator = root.newChildAllocator("share", 0, Long.MAX_VALUE);
                Logic.ShareRun share = logic.startShare(
                        new TaskContext(allocator, CancelToken.NEVER),
                        chunks.stream()
                                .map(Chunk::header)
                                .filter(logic::mayMatch)
                                .toList(),
                        batch -> {
                            byte[] encoded = BatchCodec.encode(batch);
                            synchronized (shareBatches) {
                                shareBatches.add(encoded);
                            }
                        })) {
            AtomicInteger next = new AtomicInteger();
            List<Callable<Void>> lanes = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                Logic.Lane lane = share.openLane();
                lanes.add(() -> {
                    read(logic, lane, next);
                    return null;
                });
            }
            List<Future<Void>> others = new ArrayList<>();
            for (Callable<Void> lane : lanes.subList(1, threads)) {
                others.add(pool.submit(lane));
            }
            lanes.get(0).call();
            for (Future<Void> other : others) {
                other.get();
            }
            if (logic.finishesWhole()) {
                share.finishWhole();
            } else {
                share.finish();
            }
        } catch (Exception e) {
            throw new IllegalStateException("a query of the benchmark must not fail: " + e.getMessage(), e);
        }
        if (!logic.hasFinalStep() || logic.finishesWhole()) {
            return shareBatches;
        }
        List<byte[]> result = new ArrayList<>();
        try (BufferAllocator allocator = root.newChildAllocator("final", 0, Long.MAX_VALUE);
                EncodedBatches decoded = new EncodedBatches(shareBatches, allocator)) {
            logic.runFinal(
                    decoded,
                    new TaskContext(allocator, CancelToken.NEVER),
                    batch -> result.add(BatchCodec.encode(batch)));
        }
        return result;
    }

    private void read(Logic logic, Logic.Lane lane, AtomicInteger next) {
        for (int i = next.getAndIncrement(); i < chunks.size(); i = next.getAndIncrement()) {
            if (logic.mayMatch(chunks.get(i).header()) && !lane.accept(chunks.get(i))) {
                return;
            }
        }
    }

    /** Adds up the bytes that the query reads, eight at a time, in one thread: what the memory allows. */
    long sumBytes(Logic logic) {
        long sum = 0;
        for (Chunk chunk : chunks) {
            if (logic.mayMatch(chunk.header())) {
                for (int column : logic.inputColumns()) {
                    ArrowBuf buffer = chunk.column(column).buffer();
                    long end = buffer.memoryAddress() + buffer.capacity() - 31;
                    for (long at = buffer.memoryAddress(); at < end; at += 32) {
                        sum += MemoryUtil.getLong(at)
                                + MemoryUtil.getLong(at + 8)
                                + MemoryUtil.getLong(at + 16)
                                + MemoryUtil.getLong(at + 24);
                    }
                }
            }
        }
        return sum;
    }

    List<String> rows(List<byte[]> batches) {
        List<String> rows = new ArrayList<>();
        try (BufferAllocator allocator = root.newChildAllocator("answer", 0, Long.MAX_VALUE);
                EncodedBatches decoded = new EncodedBatches(batches, allocator)) {
            while (decoded.hasNext()) {
                VectorSchemaRoot batch = decoded.next();
                for (int row = 0; row < batch.getRowCount(); row++) {
                    List<Object> values = new ArrayList<>();
                    for (FieldVector vector : batch.getFieldVectors()) {
                        Object value = vector.getObject(row);
                        values.add(vector instanceof VarCharVector ? String.valueOf(value) : value);
                    }
                    rows.add(Answer.row(values));
                }
            }
        }
        rows.sort(null);
        return rows;
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
