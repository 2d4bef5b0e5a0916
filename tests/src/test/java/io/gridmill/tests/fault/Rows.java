package io.gridmill.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.client.Result;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Rows as a multiset of their whole contents, wherever they come from: order does not matter, a row too many or too few does. */
public final class Rows {
    private static final int SHOWN = 5;

    private final Map<String, Integer> counts = new HashMap<>();
    private long count;

    /** The rows of a JDBC result; columns of the given numbers, from 0, hold decimals. */
    public static Rows of(ResultSet from, List<Integer> decimals) throws SQLException {
        Rows rows = new Rows();
        int columns = from.getMetaData().getColumnCount();
        while (from.next()) {
            @Nullable String[] cells = new String[columns];
            for (int i = 0; i < columns; i++) {
                cells[i] = from.getString(i + 1);
            }
            rows.add(cells, decimals);
        }
        return rows;
    }

    /** The rows of a result fetched by the client. */
    public static Rows of(Result result, List<Integer> decimals) {
        Rows rows = new Rows();
        while (result.hasNext()) {
            VectorSchemaRoot batch = result.next();
            List<FieldVector> vectors = batch.getFieldVectors();
            for (int row = 0; row < batch.getRowCount(); row++) {
                @Nullable String[] cells = new String[vectors.size()];
                for (int i = 0; i < cells.length; i++) {
                    cells[i] = text(vectors.get(i), row);
                }
                rows.add(cells, decimals);
            }
        }
        return rows;
    }

    private static @Nullable String text(FieldVector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        if (vector instanceof DateDayVector days) {
            return LocalDate.ofEpochDay(days.get(row)).toString();
        }
        Object value = vector.getObject(row);
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : String.valueOf(value);
    }

    private void add(@Nullable String[] cells, List<Integer> decimals) {
        StringJoiner row = new StringJoiner(" | ");
        for (int i = 0; i < cells.length; i++) {
            String cell = cells[i];
            if (cell == null) {
                row.add("NULL");
            } else if (decimals.contains(i)) {
                row.add(new BigDecimal(cell).stripTrailingZeros().toPlainString());
            } else {
                row.add("'" + cell + "'");
            }
        }
        counts.merge(row.toString(), 1, Integer::sum);
        count++;
    }

    public long count() {
        return count;
    }

    /** Each row of the other, as often as there, and no other. */
    void assertSameAs(String what, Rows expected) {
        Map<String, String> differences = new TreeMap<>();
        expected.counts.forEach((row, times) -> note(differences, row, times, counts.getOrDefault(row, 0)));
        counts.forEach((row, times) -> note(differences, row, expected.counts.getOrDefault(row, 0), times));
        assertThat(differences.entrySet().stream().limit(SHOWN).toList())
                .as("%s: rows that differ, %d of %d (showing %d)", what, differences.size(), expected.count, SHOWN)
                .isEmpty();
        assertThat(count).as("%s: rows", what).isEqualTo(expected.count);
    }

    /**
     * How these rows differ from what they should be.
     *
     * @param lost rows that are missing, or there too few times
     * @param doubled rows that are there too often
     * @param wrong rows that should not be there at all
     * @param example one of them, in words; empty when nothing differs
     */
    public record Difference(long lost, long doubled, long wrong, String example) {
        public boolean isNone() {
            return lost == 0 && doubled == 0 && wrong == 0;
        }
    }

    /** Compares with what the rows should be. */
    public Difference differenceFrom(Rows expected) {
        Map<String, String> differences = new TreeMap<>();
        long lost = 0;
        long doubled = 0;
        long wrong = 0;
        for (Map.Entry<String, Integer> row : expected.counts.entrySet()) {
            int there = counts.getOrDefault(row.getKey(), 0);
            note(differences, row.getKey(), row.getValue(), there);
            lost += Math.max(0, row.getValue() - there);
            doubled += Math.max(0, there - row.getValue());
        }
        for (Map.Entry<String, Integer> row : counts.entrySet()) {
            if (!expected.counts.containsKey(row.getKey())) {
                note(differences, row.getKey(), 0, row.getValue());
                wrong += row.getValue();
            }
        }
        String example = differences.entrySet().stream()
                .findFirst()
                .map(Object::toString)
                .orElse("");
        return new Difference(lost, doubled, wrong, example);
    }

    /** Every row of this one is in the other, and not more often. */
    void assertPartOf(String what, Rows whole) {
        Map<String, String> tooMany = new TreeMap<>();
        counts.forEach((row, times) -> {
            int there = whole.counts.getOrDefault(row, 0);
            if (times > there) {
                note(tooMany, row, there, times);
            }
        });
        assertThat(tooMany.entrySet().stream().limit(SHOWN).toList()).as(what).isEmpty();
    }

    private static void note(Map<String, String> differences, String row, int expected, int actual) {
        if (expected != actual) {
            differences.put(row, "expected " + expected + " times, is there " + actual + " times");
        }
    }
}
