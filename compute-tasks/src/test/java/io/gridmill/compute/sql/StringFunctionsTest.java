package io.gridmill.compute.sql;

import static io.gridmill.compute.sql.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StringFunctionsTest {
    @Test
    void trimTakesCharactersFromTheEndsThatAreNamed() {
        assertThat(Evaluated.value("TRIM('  a b ')")).isEqualTo("a b");
        assertThat(Evaluated.value("TRIM(LEADING FROM ' a ')")).isEqualTo("a ");
        assertThat(Evaluated.value("TRIM(TRAILING FROM ' a ')")).isEqualTo(" a");
        assertThat(Evaluated.value("TRIM(BOTH '日x' FROM 'x日a日bx')")).isEqualTo("a日b");
        assertThat(Evaluated.value("TRIM('a' FROM 'aaa')")).isEqualTo("");
        assertThat(Evaluated.value("TRIM('' FROM ' a ')")).isEqualTo(" a ");
        assertThat(Evaluated.value("TRIM(NULL FROM 'a')")).isNull();
    }

    @Test
    void positionsAndLengthsCountCodePoints() {
        assertThat(Evaluated.value("POSITION('本' IN '日本')")).isEqualTo(2L);
        assertThat(Evaluated.value("POSITION('b' IN '\uD83D\uDE00b')")).isEqualTo(2L);
        assertThat(Evaluated.value("POSITION('' IN 'abc')")).isEqualTo(1L);
        assertThat(Evaluated.value("POSITION('abcd' IN 'abc')")).isEqualTo(0L);
        assertThat(Evaluated.value("CHAR_LENGTH('日本')")).isEqualTo(2L);
        assertThat(Evaluated.value("CHARACTER_LENGTH('')")).isEqualTo(0L);
    }

    @Test
    void replaceGoesFromLeftToRightAndNotIntoWhatItPut() {
        assertThat(Evaluated.value("REPLACE('aaa', 'aa', 'b')")).isEqualTo("ba");
        assertThat(Evaluated.value("REPLACE('abc', 'b', 'bb')")).isEqualTo("abbc");
        assertThat(Evaluated.value("REPLACE('abc', '', 'x')")).isEqualTo("abc");
        assertThat(Evaluated.value("REPLACE('日本', '本', '')")).isEqualTo("日");
        assertThat(Evaluated.value("REPLACE('abc', 'x', NULL)")).isNull();
    }

    @Test
    void paddingFillsOrCutsToTheLength() {
        assertThat(Evaluated.value("LPAD('abc', 8, 'xy')")).isEqualTo("xyxyxabc");
        assertThat(Evaluated.value("RPAD('abc', 8, 'xy')")).isEqualTo("abcxyxyx");
        assertThat(Evaluated.value("LPAD('日本', 3)")).isEqualTo(" 日本");
        assertThat(Evaluated.value("LPAD('日本', 1)")).isEqualTo("日");
        assertThat(Evaluated.value("RPAD('abc', -1, 'x')")).isEqualTo("");
        assertThat(Evaluated.value("RPAD('abc', 3, '')")).isEqualTo("abc");
        assertThat(Evaluated.value("CHAR_LENGTH(LPAD('', 10000, 'ab'))")).isEqualTo(10_000L);
        assertThat(Evaluated.error("LPAD('abc', 4, '')"))
                .isEqualTo("what fills in LPAD must not be empty, got '', in LPAD('abc', 4, '') [line 1, column 8]");
        assertThat(Evaluated.error("RPAD('a', 2000000000)"))
                .contains("length in RPAD must be <= 10000, got 2000000000");
        assertThat(Evaluated.error("SUBSTRING('abc', 1, -1)")).contains("length of SUBSTRING must be >= 0, got -1");
    }

    @Test
    void functionsOfSeveralColumnsAreNullWhereOneIs() {
        try (TestTable t = TestTable.of(
                "s VARCHAR, u VARCHAR, n INTEGER", row("abc", "b", 5L), row(null, "b", 5L), row("abc", null, null))) {
            assertThat(
                            t.query(
                                    "SELECT REPLACE(s, u, '-'), POSITION(u IN s), LPAD(s, n, u), TRIM(u FROM s), s || u, SUBSTRING(s FROM n) FROM t ORDER BY s, u"))
                    .containsExactly(
                            row("a-c", 2L, "bbabc", "abc", "abcb", ""),
                            row(null, null, null, null, null, null),
                            row(null, null, null, null, null, null));
        }
    }
}
