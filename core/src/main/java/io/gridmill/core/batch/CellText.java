package io.gridmill.core.batch;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.DecimalVector;

/**
 * Single values as text that loses nothing: what CSV, SQLite and people read. Decimals are plain with all their places,
 * floating point is the shortest text that reads back equal ({@code NaN}, {@code Infinity} and {@code -Infinity} included),
 * dates are {@code 1998-09-02}, timestamps {@code 1998-09-02T08:15:00} with {@code .123456} behind when there is a fraction.
 * Years beyond 9999 carry a sign, as ISO 8601 wants it.
 */
public final class CellText {
    private static final int MICROS_PER_SECOND = 1_000_000;

    private CellText() {}

    public static String date(int epochDay) {
        return LocalDate.ofEpochDay(epochDay).toString();
    }

    public static String timestamp(long epochMicros) {
        long second = Math.floorDiv(epochMicros, MICROS_PER_SECOND);
        int micros = Math.floorMod(epochMicros, MICROS_PER_SECOND);
        LocalDateTime time = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(26).append(time.toLocalDate()).append('T');
        twoDigits(text, time.getHour()).append(':');
        twoDigits(text, time.getMinute()).append(':');
        twoDigits(text, time.getSecond());
        if (micros != 0) {
            text.append('.');
            for (int place = MICROS_PER_SECOND / 10; place > 0; place /= 10) {
                text.append((char) ('0' + micros / place % 10));
            }
        }
        return text.toString();
    }

    private static StringBuilder twoDigits(StringBuilder text, int value) {
        return text.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
    }

    /** Shortest text that reads back equal; {@link Double#toString} gives that only from JDK 19 on. */
    public static String floating(double value) {
        return NumberOutput.toString(value, true);
    }

    /** As {@link #floating(double)}, in single precision. */
    public static String floating(float value) {
        return NumberOutput.toString(value, true);
    }

    public static String decimal(DecimalVector vector, int row) {
        ArrowBuf data = vector.getDataBuffer();
        long position = (long) row * DecimalVector.TYPE_WIDTH;
        long low = data.getLong(position);
        if (data.getLong(position + Long.BYTES) == low >> 63) {
            return decimal(low, vector.getScale());
        }
        return vector.getObjectNotNull(row).toPlainString();
    }

    public static String decimal(long unscaled, int scale) {
        String digits = Long.toString(unscaled);
        if (scale == 0) {
            return digits;
        }
        int sign = unscaled < 0 ? 1 : 0;
        StringBuilder text = new StringBuilder(digits.length() + scale + 2).append(digits);
        int missing = scale + 1 - (digits.length() - sign);
        if (missing > 0) {
            text.insert(sign, "0".repeat(missing));
        }
        return text.insert(text.length() - scale, '.').toString();
    }
}
