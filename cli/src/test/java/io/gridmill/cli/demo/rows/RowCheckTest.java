package io.gridmill.cli.demo.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowCheckTest {
    private final Expected expected = Expected.of(new Orders(7, 1_000));
    private final List<String> right = rightRows();

    private List<String> rightRows() {
        List<String> rows = new ArrayList<>();
        new Orders(7, 1_000)
                .forEach(order -> order.lines().stream()
                        .filter(line -> line.discountPercent() >= 5)
                        .forEach(line -> rows.add(Expected.row(line))));
        return rows;
    }

    private List<String> differences(List<String> rows) {
        RowCheck check = expected.discounted("rows");
        rows.forEach(check);
        return check.finish();
    }

    @Test
    void theRightRowsInAnyOrderDifferInNothing() {
        List<String> backwards = new ArrayList<>(right);
        Collections.reverse(backwards);

        assertThat(right).hasSizeGreaterThan(400);
        assertThat(differences(backwards)).isEmpty();
    }

    @Test
    void aMissingRowIsReportedWithItsContent() {
        String missing = right.remove(17);

        assertThat(differences(right))
                .anySatisfy(line -> assertThat(line).contains("1 missing, 0 wrong, 0 more than once, 0 that must not"))
                .anySatisfy(line -> assertThat(line).endsWith("is missing: " + missing));
    }

    @Test
    void aDoubledRowIsReportedAlsoWhenAnotherIsMissingSoThatTheCountIsRight() {
        right.set(20, right.get(19));

        assertThat(differences(right))
                .anySatisfy(line -> assertThat(line).contains("1 missing, 0 wrong, 1 more than once"))
                .anySatisfy(line -> assertThat(line).endsWith("is there more than once: " + right.get(19)));
    }

    @Test
    void aRowThatDiffersInItsLastDigitIsReportedWithBoth() {
        String row = right.get(3);
        int digit = row.lastIndexOf('|') - 1;
        String changed = row.substring(0, digit) + (row.charAt(digit) == '0' ? '1' : '0') + row.substring(digit + 1);
        right.set(3, changed);

        assertThat(differences(right))
                .anySatisfy(line -> assertThat(line).contains("0 missing, 1 wrong"))
                .anySatisfy(line -> assertThat(line).endsWith("must be " + row + ", got " + changed));
    }

    @Test
    void aRowThatMustNotBeThereIsReported() {
        right.add("1|0|x");
        right.add("no key");
        right.add("999999999|1|x");

        assertThat(differences(right)).anySatisfy(line -> assertThat(line).contains("3 that must not be there"));
    }

    @Test
    void noRowsAtAllAreReported() {
        assertThat(differences(List.of()).get(0)).contains(right.size() + " missing");
    }

    @Test
    void aShortAnswerIsComparedRowByRow() {
        assertThat(AnswerCheck.compare("answer", List.of("a|1", "b|2"), List.of("a|1", "b|2")))
                .isEmpty();
        assertThat(AnswerCheck.compare("answer", List.of("a|1", "b|2"), List.of("a|1", "b|3")))
                .containsExactly("answer: row 2 must be b|2, got b|3");
        assertThat(AnswerCheck.compare("answer", List.of("a|1"), List.of("a|1", "a|1")))
                .hasSize(2);
        assertThat(AnswerCheck.compare("answer", List.of("a|1"), List.of())).hasSize(2);
    }
}
