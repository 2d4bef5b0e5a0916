package io.gridmill.benchmarks;

import io.gridmill.core.chunk.ChunkEncoder;
import io.gridmill.core.chunk.ColumnDecoder;
import io.gridmill.core.chunk.EncodedChunk;
import io.gridmill.core.chunk.EncodedColumn;
import io.gridmill.core.chunk.EncodedColumns;
import io.gridmill.core.chunk.Encoding;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Isolates what it costs to turn one column of a chunk, as the grid holds it, into memory that kernels read: parsing and checking the value, one
 * buffer from the allocator and back, one copy. Not in it: the grid's own read, the digest, the hot store. An operation is a column of
 * {@code rows} rows: INTEGER stored in 2 bytes, and VARCHAR with 7 distinct strings as codes of 1 byte, every one of which is checked.
 *
 * <p>Floor: {@code System.arraycopy} of the same bytes between two arrays that are there already.
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar ColumnDecode        # raise: -f 3 -wi 5 -i 10 -r 2s</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH sets up before it calls anything else
public class ColumnDecodeBenchmark {
    private static final TableSchema SCHEMA = TableSchema.parse("l_suppkey INTEGER, l_shipmode VARCHAR");
    private static final ColumnType INTEGER = SCHEMA.column(0).type();
    private static final ColumnType VARCHAR = SCHEMA.column(1).type();
    private static final int SUPPLIERS = 10_000;
    private static final String[] SHIP_MODES = {"AIR", "FOB", "MAIL", "RAIL", "REG AIR", "SHIP", "TRUCK"};

    /** Rows of the column; a chunk of a node has 65,536 at most. */
    @Param("65536")
    public int rows;

    private BufferAllocator allocator;
    private byte[] integers;
    private byte[] strings;
    private byte[] integersCopy;
    private byte[] stringsCopy;

    @Setup
    public void encodeAndCheck() {
        allocator = new RootAllocator();
        try (VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA.toArrow(), allocator)) {
            fill(batch);
            EncodedChunk chunk = ChunkEncoder.encode(batch, 0, rows, SCHEMA);
            integers = chunk.columns()[0];
            strings = chunk.columns()[1];
            integersCopy = new byte[integers.length];
            stringsCopy = new byte[strings.length];
            check(integers, INTEGER, Encoding.INTEGER, 2, batch.getVector(0));
            check(strings, VARCHAR, Encoding.DICTIONARY, 1, batch.getVector(1));
        }
        Check.equal("the floor of integers", integers, integersNarrowFloor());
        Check.equal("the floor of strings", strings, stringsDictionaryFloor());
    }

    @TearDown
    public void close() {
        allocator.close();
    }

    @Benchmark
    public long integersNarrow() {
        return decode(integers, INTEGER);
    }

    @Benchmark
    public byte[] integersNarrowFloor() {
        System.arraycopy(integers, 0, integersCopy, 0, integers.length);
        return integersCopy;
    }

    @Benchmark
    public long stringsDictionary() {
        return decode(strings, VARCHAR);
    }

    @Benchmark
    public byte[] stringsDictionaryFloor() {
        System.arraycopy(strings, 0, stringsCopy, 0, strings.length);
        return stringsCopy;
    }

    private long decode(byte[] value, ColumnType type) {
        EncodedColumn column = ColumnDecoder.decode(value, type, allocator);
        long address = column.dataAddress();
        column.buffer().close();
        return address;
    }

    private void fill(VectorSchemaRoot batch) {
        Random random = new Random(1);
        IntVector suppliers = (IntVector) batch.getVector(0);
        VarCharVector modes = (VarCharVector) batch.getVector(1);
        suppliers.allocateNew(rows);
        modes.allocateNew(rows);
        for (int row = 0; row < rows; row++) {
            suppliers.set(row, 1 + random.nextInt(SUPPLIERS));
            modes.setSafe(row, SHIP_MODES[random.nextInt(SHIP_MODES.length)].getBytes(StandardCharsets.UTF_8));
        }
        batch.setRowCount(rows);
    }

    private void check(byte[] value, ColumnType type, Encoding encoding, int width, FieldVector original) {
        EncodedColumn column = ColumnDecoder.decode(value, type, allocator);
        try (FieldVector decoded = EncodedColumns.toVector(column, "decoded", allocator)) {
            Check.equal("encoding of " + type, encoding, column.encoding());
            Check.equal("width of " + type, width, column.width());
            Check.equal("rows of " + type, rows, decoded.getValueCount());
            for (int row = 0; row < rows; row++) {
                Check.equal("row " + row + " of " + type, original.getObject(row), decoded.getObject(row));
            }
        } finally {
            column.buffer().close();
        }
    }
}
