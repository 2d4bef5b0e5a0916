package io.gridmill.benchmarks;

import io.gridmill.core.batch.TextRows;
import io.gridmill.core.chunk.ChunkEncoder;
import io.gridmill.core.chunk.ColumnHeader;
import io.gridmill.core.chunk.EncodedChunk;
import io.gridmill.core.chunk.Encoding;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
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
 * Isolates what it costs to turn one column of a batch into the value that the grid holds: choosing the encoding, encoding, zone map, digest. An
 * operation is a column of {@code rows} rows: INTEGER that goes into 2 bytes; VARCHAR with 7 distinct strings, written out or as places in a
 * dictionary; VARCHAR whose strings nearly all differ, which are compressed.
 *
 * <p>Floor: one copy of the values or strings from native memory.
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar ColumnEncode        # raise: -f 3 -wi 5 -i 10 -r 2s</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH sets up before it calls anything else
public class ColumnEncodeBenchmark {
    private static final TableSchema INTEGER = TableSchema.parse("c INTEGER");
    private static final TableSchema VARCHAR = TableSchema.parse("c VARCHAR");
    private static final int SUPPLIERS = 10_000;
    private static final String[] SHIP_MODES = {"AIR", "FOB", "MAIL", "RAIL", "REG AIR", "SHIP", "TRUCK"};
    private static final String[] WORDS = {
        "carefully", "final", "deposits", "regular", "packages", "sleep", "furiously", "requests", "quickly", "accounts"
    };

    /** Rows of the column; a chunk of a node has 65,536 at most. */
    @Param("65536")
    public int rows;

    private BufferAllocator allocator;
    private IntVector suppliers;
    private VarCharVector modes;
    private VarCharVector dictionary;
    private IntVector places;
    private VarCharVector comments;
    private byte[] copy;

    @Setup
    public void fillAndCheck() {
        allocator = new RootAllocator();
        suppliers = new IntVector("c", allocator);
        modes = new VarCharVector("c", allocator);
        dictionary = new VarCharVector("c", allocator);
        places = new IntVector(TextRows.placesField("c", 0), allocator);
        comments = new VarCharVector("c", allocator);
        Random random = new Random(1);
        for (int i = 0; i < SHIP_MODES.length; i++) {
            dictionary.setSafe(i, SHIP_MODES[i].getBytes(StandardCharsets.UTF_8));
        }
        dictionary.setValueCount(SHIP_MODES.length);
        for (int row = 0; row < rows; row++) {
            suppliers.setSafe(row, 1 + random.nextInt(SUPPLIERS));
            int mode = random.nextInt(SHIP_MODES.length);
            places.setSafe(row, mode);
            modes.setSafe(row, SHIP_MODES[mode].getBytes(StandardCharsets.UTF_8));
            String comment =
                    WORDS[random.nextInt(WORDS.length)] + ' ' + WORDS[random.nextInt(WORDS.length)] + ' ' + row;
            comments.setSafe(row, comment.getBytes(StandardCharsets.UTF_8));
        }
        for (FieldVector vector : new FieldVector[] {suppliers, modes, places, comments}) {
            vector.setValueCount(rows);
        }
        copy = new byte[comments.getOffsetBuffer().getInt(4L * rows)];
        check(integersNarrow(), Encoding.INTEGER);
        check(stringsDictionary(), Encoding.DICTIONARY);
        check(stringsPlain(), Encoding.UTF8);
        Check.equal("places and strings", stringsDictionary().columns()[0], places().columns()[0]);
    }

    private static void check(EncodedChunk chunk, Encoding encoding) {
        ColumnHeader header = chunk.header().columns().get(0);
        if (header.encoding() != encoding) {
            throw GridmillException.internal("a column must be stored as " + encoding + ", got " + header.encoding());
        }
    }

    @TearDown
    public void close() {
        for (FieldVector vector : new FieldVector[] {suppliers, modes, dictionary, places, comments}) {
            vector.close();
        }
        allocator.close();
    }

    private EncodedChunk encode(FieldVector vector, TableSchema schema) {
        return ChunkEncoder.encode(VectorSchemaRoot.of(vector), number -> dictionary, 0, rows, schema);
    }

    /** Copies the values of a column. */
    private byte[] copy(FieldVector vector, long bytes) {
        MemoryUtil.copyFromMemory(vector.getDataBufferAddress(), copy, 0, bytes);
        return copy;
    }

    private byte[] copyTexts(VarCharVector texts) {
        return copy(texts, texts.getOffsetBuffer().getInt(4L * rows));
    }

    @Benchmark
    public EncodedChunk integersNarrow() {
        return encode(suppliers, INTEGER);
    }

    @Benchmark
    public byte[] integersNarrowFloor() {
        return copy(suppliers, 4L * rows);
    }

    @Benchmark
    public EncodedChunk stringsDictionary() {
        return encode(modes, VARCHAR);
    }

    @Benchmark
    public byte[] stringsDictionaryFloor() {
        return copyTexts(modes);
    }

    @Benchmark
    public EncodedChunk places() {
        return encode(places, VARCHAR);
    }

    @Benchmark
    public byte[] placesFloor() {
        return copy(places, 4L * rows);
    }

    @Benchmark
    public EncodedChunk stringsPlain() {
        return encode(comments, VARCHAR);
    }

    @Benchmark
    public byte[] stringsPlainFloor() {
        return copyTexts(comments);
    }
}
