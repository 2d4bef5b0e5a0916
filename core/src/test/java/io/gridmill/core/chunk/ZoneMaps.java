package io.gridmill.core.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a zone map must be, computed value by value. */
final class ZoneMaps {
    private ZoneMaps() {}

    static void assertHolds(ColumnHeader header, List<? extends @Nullable Object> values, String what) {
        List<? extends @Nullable Object> known =
                values.stream().filter(value -> value != null).toList();
        boolean anyNaN = known.stream().anyMatch(value -> value instanceof Number n && Double.isNaN(n.doubleValue()));
        if (known.isEmpty() || anyNaN) {
            assertThat(header.min()).as(what).isNull();
            assertThat(header.max()).as(what).isNull();
            return;
        }
        Object min = known.get(0);
        Object max = known.get(0);
        for (Object value : known) {
            min = compare(value, min) < 0 ? value : min;
            max = compare(value, max) > 0 ? value : max;
        }
        assertThat(header.min()).as(what).isEqualTo(bound(min));
        assertThat(header.max()).as(what).isEqualTo(bound(max));
    }

    private static int compare(Object a, Object b) {
        if (a instanceof String text) {
            return Arrays.compareUnsigned(
                    text.getBytes(StandardCharsets.UTF_8), ((String) b).getBytes(StandardCharsets.UTF_8));
        } else if (a instanceof BigInteger number) {
            return number.compareTo((BigInteger) b);
        } else if (a instanceof Long number) {
            return number.compareTo((Long) b);
        } else if (a instanceof Boolean truth) {
            return truth.compareTo((Boolean) b);
        }
        return Double.compare(((Number) a).doubleValue(), ((Number) b).doubleValue());
    }

    private static @Nullable Object bound(Object value) {
        if (value instanceof String text) {
            return text.length() <= 64 ? text : null;
        } else if (value instanceof BigInteger number) {
            return number.bitLength() < 64 ? (Object) number.longValue() : null;
        } else if (value instanceof Float single) {
            return single.doubleValue();
        }
        return value;
    }
}
