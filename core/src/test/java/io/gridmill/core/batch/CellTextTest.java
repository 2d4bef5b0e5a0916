package io.gridmill.core.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class CellTextTest {
    @Test
    void aDecimalKeepsAllItsPlaces() {
        assertThat(CellText.decimal(0, 2)).isEqualTo("0.00");
        assertThat(CellText.decimal(5, 2)).isEqualTo("0.05");
        assertThat(CellText.decimal(-5, 2)).isEqualTo("-0.05");
        assertThat(CellText.decimal(-12345, 2)).isEqualTo("-123.45");
        assertThat(CellText.decimal(100, 0)).isEqualTo("100");
        assertThat(CellText.decimal(Long.MIN_VALUE, 18)).isEqualTo("-9.223372036854775808");
    }

    @Test
    void floatingPointIsTheShortestTextThatReadsBackEqual() {
        assertThat(CellText.floating(2.0E-3)).isEqualTo("0.002");
        assertThat(CellText.floating(2.2250738585072014E-308)).isEqualTo("2.2250738585072014E-308");
        // JDK 17's own Double.toString says 6.8479835487449702E18
        assertThat(CellText.floating(6.84798354874497E18)).isEqualTo("6.84798354874497E18");
        assertThat(CellText.floating(1.0E23)).isEqualTo("1.0E23");
        assertThat(CellText.floating(0.1f)).isEqualTo("0.1");
        assertThat(CellText.floating(-0.0)).isEqualTo("-0.0");
        assertThat(CellText.floating(Double.NaN)).isEqualTo("NaN");
        assertThat(CellText.floating(Float.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
    }

    @Test
    void timestampsKeepMicrosecondsBeforeAndAfter1970() {
        assertThat(CellText.timestamp(0)).isEqualTo("1970-01-01T00:00:00");
        assertThat(CellText.timestamp(1)).isEqualTo("1970-01-01T00:00:00.000001");
        assertThat(CellText.timestamp(-1)).isEqualTo("1969-12-31T23:59:59.999999");
        assertThat(CellText.timestamp(904_694_400_500_000L)).isEqualTo("1998-09-02T00:00:00.500000");
    }

    @Test
    void datesReachBeyondFourDigitYears() {
        assertThat(CellText.date(0)).isEqualTo("1970-01-01");
        assertThat(CellText.date((int) LocalDate.of(-44, 3, 15).toEpochDay())).isEqualTo("-0044-03-15");
        assertThat(CellText.date((int) LocalDate.of(10_000, 1, 1).toEpochDay())).isEqualTo("+10000-01-01");
    }
}
