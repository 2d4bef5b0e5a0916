package io.gridmill.loaders.parquet;

import io.gridmill.core.schema.ColumnType;
import io.gridmill.loaders.columns.BadValues;
import io.gridmill.loaders.columns.Conversion;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.memory.util.Float16;

/** Turns a value that Parquet stores as bytes into a long; bad ones into markers. */
interface BytesToLong {
    long of(byte[] bytes, int from, int length);

    /** IEEE 754 half precision, little-endian, as the bits of a float. */
    BytesToLong FLOAT16 = (bytes, from, length) ->
            Float.floatToRawIntBits(Float16.toFloat((short) (bytes[from] & 0xff | bytes[from + 1] << 8)));

    /** Two's complement, big-endian, of any length. */
    static BytesToLong decimal(ColumnType type, BadValues bad) {
        return (bytes, from, length) -> {
            if (length > 2 * Long.BYTES) {
                BigInteger unscaled = new BigInteger(bytes, from, length);
                return unscaled.bitLength() < Long.SIZE
                        ? Conversion.decimal(unscaled.longValue() >> 63, unscaled.longValue(), type, bad)
                        : bad.remember(
                                new BigDecimal(unscaled, type.scale()).toPlainString(),
                                "has more digits than " + type + " holds");
            }
            long high = length > 0 ? bytes[from] >> 7 : 0;
            long low = high;
            for (int i = from; i < from + length; i++) {
                high = high << 8 | low >>> 56;
                low = low << 8 | bytes[i] & 0xff;
            }
            return Conversion.decimal(high, low, type, bad);
        };
    }

    /** Impala's and Spark's timestamps: 8 bytes of nanoseconds of the day, 4 bytes of Julian day, little-endian. */
    static BytesToLong int96(BadValues bad) {
        return (bytes, from, length) -> {
            ByteBuffer value = ByteBuffer.wrap(bytes, from, length).order(ByteOrder.LITTLE_ENDIAN);
            long nanosOfDay = value.getLong();
            long epochDay = value.getInt() - Int96.JULIAN_DAY_OF_1970;
            if (epochDay < Int96.FIRST_DAY || epochDay > Int96.LAST_DAY) {
                return bad.remember("day " + epochDay + " from 1970", "is out of range of TIMESTAMP");
            }
            long micros = Math.floorDiv(nanosOfDay, 1000);
            if (micros * 1000 != nanosOfDay) {
                return bad.remember(
                        "day " + epochDay + " from 1970, nanosecond " + nanosOfDay,
                        "has nanoseconds, which TIMESTAMP does not hold: it has microseconds");
            }
            return epochDay * Int96.MICROS_OF_DAY + micros;
        };
    }

    /** What INT96 counts. */
    final class Int96 {
        private static final long JULIAN_DAY_OF_1970 = 2_440_588;
        private static final long MICROS_OF_DAY = 86_400_000_000L;
        /** Years -250000 and 250000, roughly: nanoseconds of a day may be as many as a long holds. */
        private static final long LAST_DAY = 91_310_000;

        private static final long FIRST_DAY = -LAST_DAY;

        private Int96() {}
    }
}
