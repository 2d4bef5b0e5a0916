package io.gridmill.loaders.arrow;

import io.gridmill.core.schema.ColumnType;
import io.gridmill.loaders.columns.BadValues;
import io.gridmill.loaders.columns.Conversion;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import org.apache.arrow.memory.util.Float16;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Reads a value as a long; floating point as its raw bits. The row must not be NULL; one that is not there makes it throw. */
interface LongAt {
    VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    long at(int row);

    static LongAt of(ColumnBuffers column, BadValues bad) {
        ArrowType type = column.type();
        byte[] data = column.data();
        if (type instanceof ArrowType.Bool) {
            return row -> data[row >> 3] >> (row & 7) & 1;
        } else if (type instanceof ArrowType.Decimal decimal) {
            return decimal(
                    data,
                    decimal.getBitWidth() / Byte.SIZE,
                    ColumnType.decimal(decimal.getPrecision(), decimal.getScale()),
                    bad);
        } else if (type instanceof ArrowType.Date date && date.getUnit() == DateUnit.MILLISECOND) {
            return row -> days((long) LONGS.get(data, Math.multiplyExact(row, Long.BYTES)), bad);
        } else if (type instanceof ArrowType.FloatingPoint floating
                && floating.getPrecision() == FloatingPointPrecision.HALF) {
            return row -> Float.floatToRawIntBits(
                    Float16.toFloat((short) SHORTS.get(data, Math.multiplyExact(row, Short.BYTES))));
        }
        return whole(data, width(type));
    }

    private static LongAt whole(byte[] data, int width) {
        return switch (width) {
            case Byte.BYTES -> row -> data[row];
            case Short.BYTES -> row -> (short) SHORTS.get(data, Math.multiplyExact(row, Short.BYTES));
            case Integer.BYTES -> row -> (int) INTS.get(data, Math.multiplyExact(row, Integer.BYTES));
            default -> row -> (long) LONGS.get(data, Math.multiplyExact(row, Long.BYTES));
        };
    }

    private static int width(ArrowType type) {
        if (type instanceof ArrowType.Int integer) {
            return integer.getBitWidth() / Byte.SIZE;
        } else if (type instanceof ArrowType.FloatingPoint floating) {
            return floating.getPrecision() == FloatingPointPrecision.SINGLE ? Integer.BYTES : Long.BYTES;
        }
        return type instanceof ArrowType.Date ? Integer.BYTES : Long.BYTES;
    }

    private static long days(long millis, BadValues bad) {
        long day = 86_400_000;
        long days = Math.floorDiv(millis, day);
        return days * day == millis && days == (int) days
                ? days
                : bad.remember(millis + " milliseconds", "is no whole day that DATE holds");
    }

    private static LongAt decimal(byte[] data, int width, ColumnType type, BadValues bad) {
        if (width <= Long.BYTES) {
            LongAt unscaled = whole(data, width);
            return row -> Conversion.decimal(unscaled.at(row) >> 63, unscaled.at(row), type, bad);
        } else if (width == 2 * Long.BYTES) {
            return row -> {
                int from = Math.multiplyExact(row, 2 * Long.BYTES);
                return Conversion.decimal(
                        (long) LONGS.get(data, from + Long.BYTES), (long) LONGS.get(data, from), type, bad);
            };
        }
        return row -> {
            byte[] bigEndian = new byte[width];
            int from = Math.multiplyExact(row, width);
            for (int i = 0; i < width; i++) {
                bigEndian[width - 1 - i] = data[from + i];
            }
            BigDecimal value = new BigDecimal(new BigInteger(bigEndian), type.scale());
            return value.precision() <= type.precision()
                    ? value.unscaledValue().longValueExact()
                    : bad.remember(value.toPlainString(), "has more digits than " + type + " holds");
        };
    }
}
