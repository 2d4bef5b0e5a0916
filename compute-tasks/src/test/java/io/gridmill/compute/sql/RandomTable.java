package io.gridmill.compute.sql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Rows of every type: skewed, with NULLs and extremes, without any, constant, or none at all. */
final class RandomTable {
    static final String SCHEMA =
            "k INTEGER, ti TINYINT, si SMALLINT, i INTEGER, bi BIGINT, d DECIMAL(9, 2), e DECIMAL(18, 4), w DECIMAL(30, 3), r REAL, f DOUBLE, "
                    + "b BOOLEAN, s VARCHAR, c VARCHAR, dt DATE, ts TIMESTAMP";
    static final int COLUMNS = 15;

    private static final String[] WORDS = {
        "",
        "a",
        "A",
        "ab",
        "abc",
        "b%",
        "_x",
        "Äpfel",
        "日本",
        "x y",
        "zz",
        "\uD83D\uDE00",
        "abcabc",
        "0012",
        "  a b ",
        "日a日",
        "BbB"
    };

    private final Random random;
    private final boolean nulls;
    private final boolean extremes;
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    RandomTable(Random random, int number) {
        this.random = random;
        this.nulls = number % 3 != 1;
        this.extremes = number % 2 == 1;
        int size = number == 2 ? 0 : 1 + random.nextInt(300);
        boolean constant = number % 7 == 5;
        for (int row = 0; row < size; row++) {
            if (constant && row > 0) {
                rows.add(rows.get(0));
                continue;
            }
            List<@Nullable Object> values = new ArrayList<>();
            values.add(random.nextInt(4));
            values.add(value(() -> small(Byte.MIN_VALUE, Byte.MAX_VALUE, 10)));
            values.add(value(() -> small(Short.MIN_VALUE, Short.MAX_VALUE, 100)));
            values.add(value(() -> small(Integer.MIN_VALUE, Integer.MAX_VALUE, 20)));
            values.add(value(() -> small(Long.MIN_VALUE, Long.MAX_VALUE, 1000)));
            values.add(value(() -> decimal(9, 2, 5000)));
            values.add(value(() -> decimal(18, 4, 1_000_000)));
            values.add(value(() -> decimal(30, 3, 9_000)));
            values.add(value(() -> (Object) (double) (float) ((random.nextInt(64) - 32) / 4.0)));
            values.add(value(
                    () -> (Object) (extremes && random.nextInt(20) == 0 ? -0.0 : (random.nextInt(400) - 200) / 8.0)));
            values.add(value(() -> (Object) random.nextBoolean()));
            values.add(value(() -> WORDS[Math.min(random.nextInt(WORDS.length), random.nextInt(WORDS.length))]));
            values.add(value(() -> "row " + random.nextInt(1000)));
            values.add(value(() -> LocalDate.of(2020, 1, 1).plusDays(random.nextInt(900) - 300)));
            values.add(value(() -> LocalDateTime.of(2020, 2, 28, 22, 0)
                    .plusNanos(1000L * (random.nextInt(1_000_000_000)) * (random.nextInt(300) - 100))));
            rows.add(values);
        }
    }

    List<List<@Nullable Object>> rows() {
        return rows;
    }

    private @Nullable Object value(Supplier<Object> some) {
        return nulls && random.nextInt(6) == 0 ? null : some.get();
    }

    private Object small(long least, long greatest, int usual) {
        if (extremes && random.nextInt(12) == 0) {
            return random.nextBoolean() ? least : greatest;
        }
        return (long) (random.nextInt(usual) - usual / 3);
    }

    private Object decimal(int precision, int scale, int usual) {
        if (extremes && random.nextInt(12) == 0) {
            BigInteger limit = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
            return new BigDecimal(random.nextBoolean() ? limit : limit.negate(), scale);
        }
        return BigDecimal.valueOf(random.nextInt(usual) - usual / 3, scale);
    }
}
