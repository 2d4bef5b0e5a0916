package io.gridmill.compute.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.compute.simd.VectorForms;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Generated queries over generated tables, against DuckDB, which shares no code with us. {@code -P differential} runs 10,000, {@code
 * -Dgridmill.sql.seed=N} the same again.
 */
class DifferentialTest {
    private static final int QUERIES_A_TABLE = 50;

    @Test
    void generatedQueriesGiveWhatDuckDbGives() throws SQLException {
        VectorForms.warmUp();
        int queries = Integer.getInteger("gridmill.sql.queries", 500);
        long seed = Long.getLong("gridmill.sql.seed", System.nanoTime());
        List<String> differences = new ArrayList<>();
        int failedInBoth = 0;
        Random random = new Random(seed);
        for (int done = 0; done < queries; done += QUERIES_A_TABLE) {
            RandomTable data = new RandomTable(random, done / QUERIES_A_TABLE);
            try (Connection duck = duckDb(data);
                    TestTable table = new TestTable(RandomTable.SCHEMA, 1 + random.nextInt(60), data.rows())) {
                table.withShares(1 + random.nextInt(3), 1 + random.nextInt(3));
                for (int q = 0; q < Math.min(QUERIES_A_TABLE, queries - done); q++) {
                    RandomQuery query = new RandomQuery(random);
                    Outcome ours = ours(table, query.text());
                    Outcome theirs = theirs(duck, query.inDuckDb());
                    failedInBoth += ours.error().isEmpty() || theirs.error().isEmpty() ? 0 : 1;
                    String difference = difference(query, ours, theirs);
                    if (!difference.isEmpty()) {
                        differences.add(query.text() + "\n  " + query.inDuckDb() + "\n  " + difference);
                    }
                }
            }
        }
        assertThat(differences)
                .as("differences with -Dgridmill.sql.seed=%d", seed)
                .isEmpty();
        assertThat(failedInBoth)
                .as("queries that fail in both say nothing, seed %d", seed)
                .isLessThan(queries / 3);
    }

    private record Outcome(List<List<@Nullable Object>> rows, String error) {}

    private static Outcome ours(TestTable table, String sql) {
        try {
            return new Outcome(table.query(sql), "");
        } catch (GridmillException e) {
            if (e.code() != ErrorCode.DATA) {
                return new Outcome(List.of(), "! " + e.code() + " " + e.getMessage());
            }
            return new Outcome(List.of(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return new Outcome(List.of(), "! " + e);
        }
    }

    private static Outcome theirs(Connection duck, String sql) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (Statement statement = duck.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int c = 1; c <= columns; c++) {
                    row.add(plain(result.getObject(c)));
                }
                rows.add(row);
            }
            return new Outcome(rows, "");
        } catch (SQLException e) {
            return new Outcome(List.of(), String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof java.sql.Date date) {
            return date.toLocalDate();
        } else if (value instanceof java.sql.Timestamp timestamp) {
            return timestamp.toLocalDateTime();
        } else if (value instanceof Byte || value instanceof Short || value instanceof Integer) {
            return ((Number) value).longValue();
        } else if (value instanceof Float number) {
            return number.doubleValue();
        } else if (value instanceof BigInteger number) {
            return new BigDecimal(number);
        }
        return value;
    }

    /** Where one fails, the other must; which row of several fails first is open. */
    private static String difference(RandomQuery query, Outcome ours, Outcome theirs) {
        if (ours.error().startsWith("!")) {
            return "ours is no answer: " + ours.error();
        } else if (!ours.error().isEmpty() || !theirs.error().isEmpty()) {
            return ours.error().isEmpty() == theirs.error().isEmpty() ? "" : "ours " + ours + "\n  theirs " + theirs;
        }
        List<List<@Nullable Object>> a = new ArrayList<>(ours.rows());
        List<List<@Nullable Object>> b = new ArrayList<>(theirs.rows());
        if (!query.ordered()) {
            a.sort(DifferentialTest::compareRows);
            b.sort(DifferentialTest::compareRows);
        }
        if (a.size() != b.size()) {
            return "ours has " + a.size() + " rows, theirs " + b.size() + "\n  ours " + a + "\n  theirs " + b;
        }
        for (int r = 0; r < a.size(); r++) {
            for (int c = 0; c < a.get(r).size(); c++) {
                if (!same(a.get(r).get(c), b.get(r).get(c))) {
                    return "row " + r + " column " + c + ": ours " + a.get(r).get(c) + ", theirs "
                            + b.get(r).get(c) + "\n  ours " + a + "\n  theirs " + b;
                }
            }
        }
        return "";
    }

    private static int compareRows(List<@Nullable Object> a, List<@Nullable Object> b) {
        for (int c = 0; c < a.size(); c++) {
            Object x = a.get(c);
            Object y = b.get(c);
            if (x == null || y == null) {
                if (x != y) {
                    return x == null ? 1 : -1;
                }
                continue;
            }
            int result;
            if (x instanceof Number p && y instanceof Number q && !(x instanceof Double)) {
                result = new BigDecimal(p.toString()).compareTo(new BigDecimal(q.toString()));
            } else if (x instanceof Number p && y instanceof Number q) {
                double m = p.doubleValue();
                double n = q.doubleValue();
                result = Math.abs(m - n) <= 1e-9 * Math.max(Math.abs(m), Math.abs(n)) ? 0 : Double.compare(m, n);
            } else if (x instanceof String p && y instanceof String q) {
                result = Arrays.compareUnsigned(
                        p.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        q.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            } else {
                result = String.valueOf(x).compareTo(String.valueOf(y));
            }
            if (result != 0) {
                return result;
            }
        }
        return 0;
    }

    private static boolean same(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            return a == b;
        } else if (a instanceof Double || b instanceof Double) {
            double x = ((Number) a).doubleValue();
            double y = ((Number) b).doubleValue();
            return x == y
                    || Double.isNaN(x) && Double.isNaN(y)
                    || Math.abs(x - y) <= 1e-9 * Math.max(Math.abs(x), Math.abs(y)) + 1e-12;
        } else if (a instanceof Number && b instanceof Number) {
            return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString())) == 0;
        }
        return a.equals(b);
    }

    private static Connection duckDb(RandomTable data) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET integer_division = true");
            statement.execute("SET default_null_order = 'nulls_last_on_asc_first_on_desc'");
            statement.execute("CREATE TABLE t (" + RandomTable.SCHEMA + ")");
        }
        String marks = "?" + ", ?".repeat(RandomTable.COLUMNS - 1);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (" + marks + ")")) {
            for (List<@Nullable Object> row : data.rows()) {
                for (int c = 0; c < row.size(); c++) {
                    Object value = row.get(c);
                    insert.setObject(
                            c + 1, value instanceof LocalDate || value instanceof LocalDateTime ? value : value);
                }
                insert.addBatch();
            }
            if (!data.rows().isEmpty()) {
                insert.executeBatch();
            }
        }
        return connection;
    }
}
