package io.gridmill.node.chunk;

import io.gridmill.core.batch.TextRows;
import io.gridmill.core.chunk.ChunkEncoder;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of batches into chunks and says to which partition each belongs: by hash of the partition-by columns, or, where there
 * are none, whole chunks in turn. Rows keep their order within a partition.
 *
 * <p>Open chunks share one byte budget: beyond it the largest is sealed, so chunks become smaller instead of memory larger. Not
 * thread-safe: one for each reading thread.
 */
public final class Partitioner implements AutoCloseable {
    private final TableSchema schema;
    private final int partitions;
    private final @Nullable PartitionHash hash;
    private final long budgetBytes;
    private final BufferAllocator allocator;
    private final ChunkOutput output;
    /** By partition; without partition-by one alone, which is the next in turn. */
    private final @Nullable ChunkBuilder[] builders;

    private final long[] builderBytes;
    private long openBytes;
    private int turn;

    /**
     * @param partitions a power of two
     * @param partitionBy ordinals of columns; empty for none
     * @param firstPartition where chunks in turn begin, so that many small streams do not all fill partition 0
     * @param budgetBytes of open chunks; the batch and the chunk that is being encoded come on top
     * @param allocator for open chunks; they are freed by {@link #close}
     */
    public Partitioner(
            TableSchema schema,
            int partitions,
            int[] partitionBy,
            int firstPartition,
            long budgetBytes,
            BufferAllocator allocator,
            ChunkOutput output) {
        if (Integer.bitCount(partitions) != 1 || partitions < 1) {
            throw GridmillException.user("partitions must be a power of two, got " + partitions);
        }
        this.schema = schema;
        this.partitions = partitions;
        this.budgetBytes = budgetBytes;
        this.allocator = allocator;
        this.output = output;
        this.turn = Math.floorMod(firstPartition, partitions);
        if (partitionBy.length == 0) {
            hash = null;
            builders = new ChunkBuilder[1];
        } else {
            ColumnType[] types = Arrays.stream(partitionBy)
                    .mapToObj(i -> schema.column(i).type())
                    .toArray(ColumnType[]::new);
            hash = new PartitionHash(partitionBy, types, partitions);
            builders = new ChunkBuilder[partitions];
        }
        builderBytes = new long[builders.length];
    }

    /** Takes all rows of a batch whose texts are all written out. */
    public void add(VectorSchemaRoot batch) {
        add(batch, TextRows.NO_DICTIONARIES);
    }

    /**
     * Takes all rows of a batch, which stays the caller's; writes the chunks that became full.
     *
     * @param dictionaries of the batch's texts that are places in one, see {@link TextRows}
     */
    public void add(VectorSchemaRoot batch, TextRows.Dictionaries dictionaries) {
        if (!sameTypes(batch)) {
            throw GridmillException.internal("a batch must have the columns " + schema + ", got " + batch.getSchema());
        }
        if (hash == null) {
            addInTurn(batch, dictionaries);
        } else {
            addByHash(batch, dictionaries, hash.partitions(batch, dictionaries));
        }
    }

    private boolean sameTypes(VectorSchemaRoot batch) {
        boolean same = batch.getFieldVectors().size() == schema.size();
        for (int i = 0; same && i < schema.size(); i++) {
            same = TextRows.isOf(
                    batch.getVector(i).getField(), schema.column(i).type().toArrow());
        }
        return same;
    }

    private void addInTurn(VectorSchemaRoot batch, TextRows.Dictionaries dictionaries) {
        int from = 0;
        while (from < batch.getRowCount()) {
            int left = batch.getRowCount() - from;
            ChunkBuilder builder = builder(0);
            if (builder.isEmpty()
                    && left >= ChunkBuilder.MAX_ROWS
                    && builder.room(batch, dictionaries, null, from, ChunkBuilder.MAX_ROWS) == ChunkBuilder.MAX_ROWS) {
                // A whole chunk lies in the batch: no need to gather it.
                output.write(
                        nextInTurn(), ChunkEncoder.encode(batch, dictionaries, from, ChunkBuilder.MAX_ROWS, schema));
                from += ChunkBuilder.MAX_ROWS;
            } else {
                from += append(0, batch, dictionaries, null, from, left);
            }
        }
    }

    private void addByHash(VectorSchemaRoot batch, TextRows.Dictionaries dictionaries, int[] partitionOf) {
        int[] ends = new int[partitions];
        for (int partition : partitionOf) {
            ends[partition]++;
        }
        for (int partition = 1; partition < partitions; partition++) {
            ends[partition] += ends[partition - 1];
        }
        int[] starts = ends.clone();
        int[] chosen = new int[partitionOf.length];
        for (int row = partitionOf.length - 1; row >= 0; row--) {
            chosen[--starts[partitionOf[row]]] = row;
        }
        for (int partition = 0; partition < partitions; partition++) {
            int from = starts[partition];
            while (from < ends[partition]) {
                from += append(partition, batch, dictionaries, chosen, from, ends[partition] - from);
            }
        }
    }

    private int append(
            int index,
            VectorSchemaRoot batch,
            TextRows.Dictionaries dictionaries,
            int @Nullable [] chosen,
            int from,
            int count) {
        ChunkBuilder builder = builder(index);
        int taken = builder.append(batch, dictionaries, chosen, from, count);
        account(index, builder.sizeBytes());
        if (builder.isFull()) {
            seal(index);
        }
        while (openBytes > budgetBytes) {
            seal(largest());
        }
        return taken;
    }

    private ChunkBuilder builder(int index) {
        ChunkBuilder builder = builders[index];
        if (builder == null) {
            builder = new ChunkBuilder(schema, allocator);
            builders[index] = builder;
        }
        return builder;
    }

    private void account(int index, long bytes) {
        openBytes += bytes - builderBytes[index];
        builderBytes[index] = bytes;
    }

    private int largest() {
        int largest = 0;
        for (int i = 1; i < builderBytes.length; i++) {
            largest = builderBytes[i] > builderBytes[largest] ? i : largest;
        }
        return largest;
    }

    private void seal(int index) {
        ChunkBuilder builder = builder(index);
        int partition = hash == null ? nextInTurn() : index;
        // One builder fills chunk after chunk in the same memory; of many, each waits long for its next rows.
        output.write(partition, builder.seal(hash == null ? budgetBytes : 0));
        account(index, builder.sizeBytes());
    }

    private int nextInTurn() {
        int partition = turn;
        turn = (turn + 1) & (partitions - 1);
        return partition;
    }

    /** Seals what is still open, and frees its memory. */
    public void finish() {
        for (int i = 0; i < builders.length; i++) {
            ChunkBuilder builder = builder(i);
            if (!builder.isEmpty()) {
                seal(i);
            }
            builder.close();
            account(i, 0);
        }
    }

    /** Memory of the open chunks. */
    public long openBytes() {
        return openBytes;
    }

    /** Frees the open chunks, also when it was not finished. */
    @Override
    public void close() {
        for (ChunkBuilder builder : builders) {
            if (builder != null) {
                builder.close();
            }
        }
    }
}
