package io.gridmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CaretTest {
    @Test
    void the_caret_stands_below_the_column() {
        assertThat(Caret.under("SELECT x\nFROM\tt", "no dataset 't' [line 2, column 6]"))
                .containsExactly("  FROM t", "       ^");
    }

    @Test
    void the_end_of_a_query_has_a_place_too() {
        assertThat(Caret.under("SELECT", "more expected at line 1, column 7")).containsExactly("  SELECT", "        ^");
    }

    @Test
    void a_long_line_is_cut_around_the_column() {
        String query = "SELECT " + "a, ".repeat(100) + "nope FROM t";
        int column = query.indexOf("nope") + 1;
        var shown = Caret.under(query, "[line 1, column " + column + "]");
        assertThat(shown.get(0)).hasSizeLessThan(110).startsWith("  …");
        assertThat(shown.get(0).substring(shown.get(1).indexOf('^'))).startsWith("nope");
    }

    @Test
    void a_message_without_a_place_or_with_one_outside_shows_nothing() {
        assertThat(Caret.under("SELECT 1", "boom")).isEmpty();
        assertThat(Caret.under("SELECT 1", "[line 2, column 1]")).isEmpty();
        assertThat(Caret.under("SELECT 1", "[line 1, column 99]")).isEmpty();
        assertThat(Caret.under("", "[line 0, column 0]")).isEmpty();
        assertThat(Caret.under("", "a model that ends too early [line 1, column 1]"))
                .isEmpty();
    }
}
