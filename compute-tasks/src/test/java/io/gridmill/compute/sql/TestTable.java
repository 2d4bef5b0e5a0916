package io.gridmill.compute.sql;

import io.gridmill.core.batch.BatchCodec;
import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.chunk.ChunkEncoder;
import io.gridmill.core.chunk.ChunkHeader;
import io.gridmill.core.chunk.EncodedColumn;
import io.gridmill.core.chunk.InMemoryChunks;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.BatchOutput;
import io.gridmill.core.task.CancelToken;
import io.gridmill.core.task.Logic;
import io.gridmill.core.task.TaskContext;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * A dataset in memory, cut into chunks, on which queries run as a node runs them: several shares, several lanes each, results encoded between
 * the shares and the final step. Values are Boolean, Long, BigDecimal, Double, String, LocalDate and LocalDateTime. Closing proves that nothing leaked.
 */
final class TestTable implements AutoCloseable {
    private static final Pattern LIMITED = Pattern.compile("(?i)\\b(LIMIT|FETCH|OFFSET)\\b");

    private final RootAllocator root = new RootAllocator();
    private final TableSchema schema;
    private final List<Chunk> chunks = new ArrayList<>();
    private int shares = 2;
    private int lanes = 2;
    private long memoryLimit = Long.MAX_VALUE;
    private int chunksRead;

    TestTable(String schema, int rowsPerChunk, List<List<@Nullable Object>> rows) {
        this.schema = TableSchema.parse(schema);
        try (BufferAllocator loading = root.newChildAllocator("loading", 0, Long.MAX_VALUE);
                VectorSchemaRoot batch = VectorSchemaRoot.create(this.schema.toArrow(), loading)) {
            for (int from = 0; from < rows.size(); from += rowsPerChunk) {
                List<List<@Nullable Object>> part = rows.subList(from, Math.min(rows.size(), from + rowsPerChunk));
                fill(batch, part);
                chunks.add(InMemoryChunks.decode(
                        ChunkEncoder.encode(batch, 0, part.size(), this.schema), this.schema, root));
            }
        }
    }

    static List<@Nullable Object> row(@Nullable Object... values) {
        return new ArrayList<>(Arrays.asList(values));
    }

    @SafeVarargs
    static TestTable of(String schema, List<@Nullable Object>... rows) {
        return new TestTable(schema, 2, List.of(rows));
    }

    /** One column of these values. */
    static TestTable column(String type, @Nullable Object... values) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Object value : values) {
            rows.add(row(value));
        }
        return new TestTable("x " + type, 3, rows);
    }

    TestTable withShares(int shares, int lanes) {
        this.shares = shares;
        this.lanes = lanes;
        return this;
    }

    TestTable withMemory(long bytes) {
        this.memoryLimit = bytes;
        return this;
    }

    TableSchema schema() {
        return schema;
    }

    List<Chunk> chunks() {
        return chunks;
    }

    /** Chunks that the last query read: the others were proven to be useless. */
    int chunksRead() {
        return chunksRead;
    }

    List<List<@Nullable Object>> query(String sql) {
        return query(sql, Map.of());
    }

    /** Where one share may end with the result, it must be the same as the final step's, unless a limit leaves open which rows are seen. */
    List<List<@Nullable Object>> query(String sql, Map<String, String> params) {
        Logic logic = SqlCompiler.compile(sql, params, schema);
        List<List<@Nullable Object>> rows = run(logic);
        if (logic.finishesWhole() && !LIMITED.matcher(sql).find()) {
            int read = chunksRead;
            List<String> whole = comparable(runWhole(logic));
            chunksRead = read;
            if (!whole.equals(comparable(rows))) {
                throw new AssertionError(
                        "one share answers " + whole + ", the final step " + comparable(rows) + ": " + sql);
            }
        }
        return rows;
    }

    /** Rows in an order of their own; doubles without the digits that depend on the order of additions. */
    private static List<String> comparable(List<List<@Nullable Object>> rows) {
        return rows.stream()
                .map(row -> row.stream()
                        .map(value -> value instanceof Double number && Double.isFinite(number)
                                ? new BigDecimal(number)
                                        .round(new MathContext(11))
                                        .toString()
                                : String.valueOf(value))
                        .collect(Collectors.joining("|")))
                .sorted()
                .toList();
    }

    /** The only value of the only row. */
    @Nullable
    Object value(String sql) {
        List<List<@Nullable Object>> rows = query(sql);
        if (rows.size() != 1 || rows.get(0).size() != 1) {
            throw new AssertionError("one value expected, got " + rows);
        }
        return rows.get(0).get(0);
    }

    /** As {@link #run}, in one share that ends with the result itself. */
    List<List<@Nullable Object>> runWhole(Logic logic) {
        List<byte[]> output = new ArrayList<>();
        runShare(logic, 0, 1, Logic.ShareRun::finishWhole, batch -> output.add(BatchCodec.encode(batch)));
        return read(logic, output);
    }

    List<List<@Nullable Object>> run(Logic logic) {
        chunksRead = 0;
        List<byte[]> shareOutput = Collections.synchronizedList(new ArrayList<>());
        for (int share = 0; share < shares; share++) {
            runShare(logic, share, shares, Logic.ShareRun::finish, batch -> shareOutput.add(BatchCodec.encode(batch)));
        }
        List<byte[]> output = shareOutput;
        if (logic.hasFinalStep()) {
            List<byte[]> finalOutput = new ArrayList<>();
            try (BufferAllocator allocator = root.newChildAllocator("final", 0, memoryLimit);
                    BufferAllocator reading = root.newChildAllocator("reading", 0, Long.MAX_VALUE);
                    Batches batches = new Batches(shareOutput, reading)) {
                logic.runFinal(
                        batches,
                        new TaskContext(allocator, CancelToken.NEVER),
                        batch -> finalOutput.add(BatchCodec.encode(batch)));
            }
            output = finalOutput;
        }
        return read(logic, output);
    }

    private List<List<@Nullable Object>> read(Logic logic, List<byte[]> output) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (BufferAllocator reading = root.newChildAllocator("reading", 0, Long.MAX_VALUE);
                Batches batches = new Batches(output, reading)) {
            while (batches.hasNext()) {
                VectorSchemaRoot batch = batches.next();
                if (!TableSchema.fromArrow(batch.getSchema()).equals(logic.resultSchema())) {
                    throw new AssertionError("schema " + batch.getSchema() + " is not " + logic.resultSchema());
                }
                read(batch, rows);
            }
        }
        return rows;
    }

    private void runShare(Logic logic, int share, int of, Consumer<Logic.ShareRun> finish, BatchOutput output) {
        List<ChunkHeader> headers = IntStream.range(0, chunks.size())
                .filter(c -> c % of == share)
                .mapToObj(c -> chunks.get(c).header())
                .filter(logic::mayMatch)
                .toList();
        try (BufferAllocator allocator = root.newChildAllocator("share", 0, memoryLimit);
                Logic.ShareRun run = logic.startShare(new TaskContext(allocator, CancelToken.NEVER), headers, output)) {
            List<Logic.Lane> open = new ArrayList<>();
            for (int lane = 0; lane < lanes; lane++) {
                open.add(run.openLane());
            }
            boolean[] done = new boolean[lanes];
            for (int c = share; c < chunks.size(); c += of) {
                int lane = c / of % lanes;
                if (logic.mayMatch(chunks.get(c).header()) && !done[lane]) {
                    chunksRead++;
                    done[lane] = !open.get(lane).accept(chunks.get(c));
                }
            }
            finish.accept(run);
        }
    }

    @Override
    public void close() {
        chunks.forEach(Chunk::close);
        root.close();
    }

    private static void fill(VectorSchemaRoot batch, List<List<@Nullable Object>> rows) {
        batch.clear();
        for (int c = 0; c < batch.getFieldVectors().size(); c++) {
            FieldVector vector = batch.getVector(c);
            vector.setInitialCapacity(rows.size());
            vector.allocateNew();
            for (int r = 0; r < rows.size(); r++) {
                Object value = rows.get(r).get(c);
                if (value != null) {
                    put(vector, r, value);
                }
            }
        }
        batch.setRowCount(rows.size());
    }

    private static void put(FieldVector vector, int r, Object value) {
        if (vector instanceof BitVector v) {
            v.set(r, (Boolean) value ? 1 : 0);
        } else if (vector instanceof TinyIntVector v) {
            v.set(r, ((Number) value).intValue());
        } else if (vector instanceof SmallIntVector v) {
            v.set(r, ((Number) value).intValue());
        } else if (vector instanceof IntVector v) {
            v.set(r, ((Number) value).intValue());
        } else if (vector instanceof BigIntVector v) {
            v.set(r, ((Number) value).longValue());
        } else if (vector instanceof DecimalVector v) {
            v.set(
                    r,
                    value instanceof BigDecimal d
                            ? d.setScale(v.getScale())
                            : new BigDecimal(value.toString()).setScale(v.getScale()));
        } else if (vector instanceof Float4Vector v) {
            v.set(r, ((Number) value).floatValue());
        } else if (vector instanceof Float8Vector v) {
            v.set(r, ((Number) value).doubleValue());
        } else if (vector instanceof VarCharVector v) {
            v.setSafe(r, value.toString().getBytes(StandardCharsets.UTF_8));
        } else if (vector instanceof DateDayVector v) {
            v.set(r, (int) (value instanceof LocalDate d ? d : LocalDate.parse(value.toString())).toEpochDay());
        } else if (vector instanceof TimeStampMicroVector v) {
            LocalDateTime time = value instanceof LocalDateTime t ? t : LocalDateTime.parse(value.toString());
            v.set(r, time.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + time.getNano() / 1000);
        } else {
            throw new AssertionError(vector.getClass());
        }
    }

    private static void read(VectorSchemaRoot batch, List<List<@Nullable Object>> rows) {
        TableSchema schema = TableSchema.fromArrow(batch.getSchema());
        for (int r = 0; r < batch.getRowCount(); r++) {
            List<@Nullable Object> row = new ArrayList<>();
            for (int c = 0; c < schema.size(); c++) {
                row.add(get(batch.getVector(c), schema.column(c).type(), r));
            }
            rows.add(row);
        }
    }

    private static @Nullable Object get(FieldVector vector, ColumnType type, int r) {
        if (vector.isNull(r)) {
            return null;
        }
        return switch (type.kind()) {
            case BOOLEAN -> ((BitVector) vector).get(r) == 1;
            case TINYINT, SMALLINT, INTEGER, BIGINT -> ((Number) vector.getObject(r)).longValue();
            case DECIMAL -> ((DecimalVector) vector).getObject(r);
            case REAL, DOUBLE -> ((Number) vector.getObject(r)).doubleValue();
            case VARCHAR -> vector.getObject(r).toString();
            case DATE -> LocalDate.ofEpochDay(((DateDayVector) vector).get(r));
            case TIMESTAMP -> {
                long micros = ((TimeStampMicroVector) vector).get(r);
                yield LocalDateTime.ofEpochSecond(
                        Math.floorDiv(micros, 1_000_000L),
                        (int) Math.floorMod(micros, 1_000_000L) * 1000,
                        ZoneOffset.UTC);
            }
        };
    }

    /** Encoded batches, each open until the next. */
    private static final class Batches implements Iterator<VectorSchemaRoot>, AutoCloseable {
        private final Iterator<byte[]> encoded;
        private final BufferAllocator allocator;
        private @Nullable ArrowStreamReader open;

        Batches(List<byte[]> encoded, BufferAllocator allocator) {
            this.encoded = List.copyOf(encoded).iterator();
            this.allocator = allocator;
        }

        @Override
        public boolean hasNext() {
            return encoded.hasNext();
        }

        @Override
        public VectorSchemaRoot next() {
            close();
            try {
                ArrowStreamReader reader = BatchCodec.open(encoded.next(), allocator);
                open = reader;
                reader.loadNextBatch();
                return reader.getVectorSchemaRoot();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            try {
                if (open != null) {
                    open.close();
                    open = null;
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    String explain(String sql) {
        return SqlCompiler.compile(sql, Map.of(), schema)
                .explain(schema, chunks.stream().map(Chunk::header).toList(), number -> unclosed(chunks.get(number)));
    }

    /** The same chunk, which stays open when it is closed. */
    private static Chunk unclosed(Chunk chunk) {
        return new Chunk() {
            @Override
            public int partition() {
                return chunk.partition();
            }

            @Override
            public ChunkHeader header() {
                return chunk.header();
            }

            @Override
            public EncodedColumn column(int ordinal) {
                return chunk.column(ordinal);
            }

            @Override
            public void close() {}
        };
    }
}
