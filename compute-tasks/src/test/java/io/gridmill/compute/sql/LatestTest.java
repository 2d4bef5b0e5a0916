package io.gridmill.compute.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatestTest {
    private final List<Integer> made = new ArrayList<>();
    private final Latest<Integer, String> latest = new Latest<>(2);

    private String get(int key) {
        return latest.get(key, () -> {
            made.add(key);
            return "value " + key;
        });
    }

    @Test
    void whatWasUsedLongestAgoIsMadeAgain() {
        assertThat(get(1)).isEqualTo("value 1");
        get(2);
        get(1);
        get(3);
        get(1);
        assertThat(get(2)).isEqualTo("value 2");
        assertThat(made).containsExactly(1, 2, 3, 2);
    }

    @Test
    void aQueryIsParsedOnceUnlessItIsLong() {
        String query = "SELECT a FROM parsed_once";
        assertThat(SqlQuery.parse(query)).isSameAs(SqlQuery.parse(query));
        String longQuery = query + " ".repeat(8192);
        assertThat(SqlQuery.parse(longQuery)).isNotSameAs(SqlQuery.parse(longQuery));
    }

    @Test
    void whatCannotBeMadeIsTriedAgain() {
        assertThatThrownBy(() -> latest.get(1, () -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(get(1)).isEqualTo("value 1");
    }
}
