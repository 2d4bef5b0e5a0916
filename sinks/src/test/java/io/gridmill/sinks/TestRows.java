package io.gridmill.sinks;

import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.AttemptId;
import io.gridmill.core.sink.BatchInput;
import io.gridmill.core.sink.StagedAttempt;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
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
import org.jspecify.annotations.Nullable;

/** Rows as plain Java values, what they look like as text, and the attempts that carry them. */
public final class TestRows {
    public static final TableSchema SCHEMA = TableSchema.parse("k BIGINT, v VARCHAR");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");

    private TestRows() {}

    /** Rows of {@link #SCHEMA} with keys from {@code first} on. */
    public static List<List<@Nullable Object>> rows(long first, int count) {
        return LongStream.range(first, first + count)
                .mapToObj(k -> Arrays.<Object>asList(k, "v" + k))
                .toList();
    }

    public static StagedAttempt attempt(String job, String share, int epoch, long rows) {
        return new StagedAttempt(new AttemptId("g1", job, share, epoch, "node-1", "i1"), rows, 1000L * epoch + rows);
    }

    /** Batches of a few rows each, all closed when the last one was asked for, or by {@link AutoCloseable#close}. */
    public static Batches batches(BufferAllocator allocator, TableSchema schema, List<List<@Nullable Object>> rows) {
        return new Batches(allocator, schema, rows, Long.MAX_VALUE);
    }

    /** Batches whose owner fails after some rows. */
    public static Batches failingAfter(BufferAllocator allocator, List<List<@Nullable Object>> rows, long failAfter) {
        return new Batches(allocator, SCHEMA, rows, failAfter);
    }

    public static final class Batches implements BatchInput, AutoCloseable {
        private final TableSchema schema;
        private final List<List<@Nullable Object>> rows;
        private final long failAfter;
        private final VectorSchemaRoot batch;
        private final int rowsABatch;
        private int next;

        Batches(BufferAllocator allocator, TableSchema schema, List<List<@Nullable Object>> rows, long failAfter) {
            this.schema = schema;
            this.rows = rows;
            this.failAfter = failAfter;
            this.rowsABatch = rows.size() < 1000 ? 7 : 4000;
            this.batch = VectorSchemaRoot.create(schema.toArrow(), allocator);
        }

        @Override
        public @Nullable VectorSchemaRoot next() {
            if (next >= failAfter) {
                throw new IllegalStateException("the journal broke off");
            }
            if (next == rows.size()) {
                return null;
            }
            int end = Math.min(next + rowsABatch, rows.size());
            batch.clear();
            batch.allocateNew();
            for (int i = next; i < end; i++) {
                for (int column = 0; column < schema.size(); column++) {
                    set(batch.getVector(column), i - next, rows.get(i).get(column));
                }
            }
            batch.setRowCount(end - next);
            next = end;
            return batch;
        }

        @Override
        public void close() {
            batch.close();
        }
    }

    private static void set(FieldVector vector, int row, @Nullable Object value) {
        if (value == null) {
            vector.setNull(row);
        } else if (vector instanceof BitVector typed) {
            typed.setSafe(row, (Boolean) value ? 1 : 0);
        } else if (vector instanceof TinyIntVector typed) {
            typed.setSafe(row, (Byte) value);
        } else if (vector instanceof SmallIntVector typed) {
            typed.setSafe(row, (Short) value);
        } else if (vector instanceof IntVector typed) {
            typed.setSafe(row, (Integer) value);
        } else if (vector instanceof BigIntVector typed) {
            typed.setSafe(row, (Long) value);
        } else if (vector instanceof DecimalVector typed) {
            typed.setSafe(row, (BigDecimal) value);
        } else if (vector instanceof Float4Vector typed) {
            typed.setSafe(row, (Float) value);
        } else if (vector instanceof Float8Vector typed) {
            typed.setSafe(row, (Double) value);
        } else if (vector instanceof VarCharVector typed) {
            typed.setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
        } else if (vector instanceof DateDayVector typed) {
            typed.setSafe(row, (int) ((LocalDate) value).toEpochDay());
        } else if (vector instanceof TimeStampMicroVector typed) {
            typed.setSafe(
                    row, ChronoUnit.MICROS.between(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), (LocalDateTime)
                            value));
        } else {
            throw new IllegalArgumentException("no value for " + vector.getField());
        }
    }

    /** Rows as canonical text, sorted: what {@link #canonical} makes of what a reader of the sink returned. */
    public static List<List<@Nullable String>> text(TableSchema schema, List<List<@Nullable Object>> rows) {
        List<List<@Nullable String>> texts = new ArrayList<>();
        for (List<@Nullable Object> row : rows) {
            List<@Nullable String> cells = new ArrayList<>();
            for (int i = 0; i < schema.size(); i++) {
                cells.add(canonical(schema.column(i), plain(row.get(i))));
            }
            texts.add(cells);
        }
        return sorted(texts);
    }

    private static @Nullable String plain(@Nullable Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        } else if (value instanceof LocalDateTime time) {
            return (time.getNano() == 0 ? SECONDS : MICROS).format(time);
        }
        return value == null ? null : value.toString();
    }

    /** One spelling for each value, whoever wrote it. */
    public static @Nullable String canonical(Column column, @Nullable String text) {
        if (text == null) {
            return null;
        }
        ColumnType.Kind kind = column.type().kind();
        return switch (kind) {
            case REAL -> Float.toString(Float.parseFloat(javaNumber(text)));
            case DOUBLE -> Double.toString(Double.parseDouble(javaNumber(text)));
            case BOOLEAN -> text.equals("1") ? "true" : text.equals("0") ? "false" : text;
            case TIMESTAMP -> plain(LocalDateTime.parse(text.replace(' ', 'T')));
            default -> text;
        };
    }

    private static String javaNumber(String text) {
        return switch (text) {
            case "nan" -> "NaN";
            case "inf" -> "Infinity";
            case "-inf" -> "-Infinity";
            default -> text;
        };
    }

    public static List<List<@Nullable String>> sorted(List<List<@Nullable String>> rows) {
        return rows.stream().sorted(Comparator.comparing(List::toString)).toList();
    }
}
