package io.gridmill.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> KNOWN = List.of("id", "amount", "customer", "day");

    @ParameterizedTest
    @CsvSource({"idd, id", "amuont, amount", "AMOUT, amount", "custommer, customer", "dy, day"})
    void aWordIsNearWhenAThirdOfItsLettersAtMostDiffer(String typed, String nearest) {
        assertThat(Nearest.to(typed, KNOWN)).isEqualTo(nearest);
    }

    @ParameterizedTest
    @CsvSource({"x", "price", "count", "costs", "date"})
    void nothingIsSuggestedThatIsFar(String typed) {
        assertThat(Nearest.to(typed, KNOWN)).isNull();
    }

    @Test
    void aHintNamesTheNearestAndAllThatAreKnown() {
        assertThat(Nearest.hint("amout", KNOWN))
                .isEqualTo("; did you mean 'amount'? (known: id, amount, customer, day)");
        assertThat(Nearest.hint("price", KNOWN)).isEqualTo("; known: id, amount, customer, day");
    }
}
