package io.gridmill.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "20ms, PT0.02S",
        "1500ms, PT1.5S",
        "0s, PT0S",
        "6s, PT6S",
        "90s, PT1M30S",
        "10m, PT10M",
        "25h, PT25H",
        "7d, PT168H"
    })
    void whatPeopleWriteIsReadAndWrittenTheSameWay(String text, Duration duration) {
        assertThat(DurationText.parse(text)).isEqualTo(duration);
        assertThat(DurationText.format(duration)).isEqualTo(text);
    }

    @Test
    void theLargestUnitIsTakenThatNeedsNoFraction() {
        assertThat(DurationText.format(DurationText.parse(" 3600 s "))).isEqualTo("1h");
        assertThat(DurationText.format(Duration.ofNanos(1_999_999))).isEqualTo("1ms");
        assertThat(DurationText.format(Duration.ofSeconds(-5))).isEqualTo("-5s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "10 sec", "1.5s", "-1s", "PT6S", "1h 5m"})
    void anythingElseIsRefusedWithTheRule(String text) {
        assertThatThrownBy(() -> DurationText.parse(text))
                .hasMessage("a duration must be a number and one of ms, s, m, h, d, such as 10m, got '" + text + "'");
    }
}
