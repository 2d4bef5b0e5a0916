package io.gridmill.sinks.jdbc;

import io.gridmill.core.batch.CellText;
import io.gridmill.core.schema.Column;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/**
 * Values in PostgreSQL's binary formats (its sources, {@code src/backend/utils/adt/*.c}, functions {@code …recv}).
 *
 * <table>
 * <caption>Fields of a COPY</caption>
 * <tr><td>boolean</td><td>one byte, 0 or 1</td></tr>
 * <tr><td>smallint, integer, bigint</td><td>2, 4, 8 bytes, two's complement</td></tr>
 * <tr><td>real, double precision</td><td>IEEE 754; NaN and infinities as they are</td></tr>
 * <tr><td>numeric</td><td>see {@link CopyNumeric}</td></tr>
 * <tr><td>text</td><td>UTF-8 without U+0000</td></tr>
 * <tr><td>date</td><td>4 bytes, days since 2000-01-01</td></tr>
 * <tr><td>timestamp</td><td>8 bytes, microseconds since 2000-01-01</td></tr>
 * </table>
 */
final class CopyCells {
    private static final int EPOCH_DAYS = 10_957;
    private static final long EPOCH_MICROS = EPOCH_DAYS * 86_400_000_000L;
    /** 4713-01-01 BC in the Julian calendar, and 5874898-01-01. */
    private static final int FIRST_DAY = -2_451_545 + EPOCH_DAYS;

    private static final int DAY_AFTER_LAST = 2_145_031_949 + EPOCH_DAYS;
    private static final long FIRST_MICRO = -211_813_488_000_000_000L + EPOCH_MICROS;

    private CopyCells() {}

    static CopyCell of(Column column, FieldVector vector, @Nullable TargetColumn into) {
        CopyCell value = value(column, vector, into);
        boolean notNull = into != null && into.notNull();
        return (out, row) -> {
            if (!vector.isNull(row)) {
                return value.write(out, row);
            }
            out.int32(-1);
            return notNull ? "the column must not be NULL" : null;
        };
    }

    private static CopyCell value(Column column, FieldVector vector, @Nullable TargetColumn into) {
        ArrowBuf data = vector.getDataBuffer();
        return switch (column.type().kind()) {
            case BOOLEAN -> {
                BitVector bits = (BitVector) vector;
                yield (out, row) -> {
                    out.int32(1);
                    out.int8(bits.get(row));
                    return null;
                };
            }
            case TINYINT -> (out, row) -> int16(out, data.getByte(row));
            case SMALLINT -> (out, row) -> int16(out, data.getShort((long) row * Short.BYTES));
            // A float's bits travel as an integer's.
            case INTEGER, REAL -> (out, row) -> int32(out, data.getInt((long) row * Integer.BYTES));
            case BIGINT, DOUBLE -> (out, row) -> int64(out, data.getLong((long) row * Long.BYTES));
            case DECIMAL -> {
                CopyNumeric numeric = new CopyNumeric(column.type().scale());
                yield (out, row) -> {
                    numeric.write(out, data, (long) row * DecimalVector.TYPE_WIDTH);
                    return null;
                };
            }
            case VARCHAR -> {
                int maxLength = into == null ? Integer.MAX_VALUE : PostgresTypes.maxLength(into.declaredType());
                VarCharVector text = (VarCharVector) vector;
                CopyText cell = new CopyText(maxLength);
                yield (out, row) -> cell.write(out, data, text.getStartOffset(row), text.getEndOffset(row));
            }
            case DATE -> (out, row) -> date(out, data.getInt((long) row * Integer.BYTES));
            case TIMESTAMP -> (out, row) -> timestamp(out, data.getLong((long) row * Long.BYTES));
        };
    }

    private static @Nullable String int16(CopyBuffer out, int value) {
        out.int32(Short.BYTES);
        out.int16(value);
        return null;
    }

    private static @Nullable String int32(CopyBuffer out, int value) {
        out.int32(Integer.BYTES);
        out.int32(value);
        return null;
    }

    private static @Nullable String int64(CopyBuffer out, long value) {
        out.int32(Long.BYTES);
        out.int64(value);
        return null;
    }

    private static @Nullable String date(CopyBuffer out, int epochDay) {
        if (epochDay < FIRST_DAY || epochDay >= DAY_AFTER_LAST) {
            return "a date must be from 4714-11-24 BC to 5874897-12-31, got " + CellText.date(epochDay);
        }
        return int32(out, epochDay - EPOCH_DAYS);
    }

    private static @Nullable String timestamp(CopyBuffer out, long epochMicros) {
        if (epochMicros < FIRST_MICRO) {
            return "a timestamp must not be before 4714-11-24 BC, got " + CellText.timestamp(epochMicros);
        }
        return int64(out, epochMicros - EPOCH_MICROS);
    }
}
