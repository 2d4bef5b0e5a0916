package io.gridmill.loaders.columns;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.core.schema.ColumnType;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ConversionTest {
    private static final long FIRST = LocalDate.of(1, 1, 1).toEpochDay();
    private static final long LAST = LocalDate.of(9999, 12, 31).toEpochDay();
    private static final long DAY = 86_400_000_000L;

    @Test
    void datesBeyondTheYears1And9999AreBad() {
        BadValues bad = new BadValues();
        long[] days = {FIRST - 1, FIRST, 0, LAST, LAST + 1};
        Conversion.none(bad).then(ColumnType.DATE, ColumnType.DATE).apply(days, 0, days.length);
        assertThat(days).containsSubsequence(FIRST, 0, LAST);
        assertThat(bad.isMarker(days[0])).isTrue();
        assertThat(bad.isMarker(days[4])).isTrue();
    }

    @Test
    void timestampsBeyondThemAreBadToo() {
        BadValues bad = new BadValues();
        long[] micros = {FIRST * DAY - 1, FIRST * DAY, (LAST + 1) * DAY - 1, (LAST + 1) * DAY, Long.MAX_VALUE};
        Conversion.none(bad).then(ColumnType.TIMESTAMP, ColumnType.TIMESTAMP).apply(micros, 0, micros.length);
        assertThat(micros).containsSubsequence(FIRST * DAY, (LAST + 1) * DAY - 1);
        assertThat(bad.isMarker(micros[0])).isTrue();
        assertThat(bad.isMarker(micros[3])).isTrue();
        assertThat(bad.isMarker(micros[4])).isTrue();
    }
}
