package io.gridmill.cli.demo.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The answers counted on the way, against DuckDB on the files. */
class ExpectedTest {
    @TempDir
    Path folder;

    @Test
    void duckDbFindsTheSameAnswersInTheFiles() throws Exception {
        Expected expected;
        try (CsvFiles files = new CsvFiles(folder)) {
            expected = Expected.writing(new Orders(3, 20_000), files);
        }

        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            for (String[] table : new String[][] {
                {"lineitem", CsvFiles.LINE_COLUMNS}, {"orders", CsvFiles.ORDER_COLUMNS},
            }) {
                statement.execute("CREATE TABLE " + table[0] + " (" + table[1] + ")");
                statement.execute("COPY " + table[0] + " FROM '" + folder.resolve(table[0] + ".csv") + "' (HEADER)");
            }
            statement.execute("CREATE TABLE discounted AS " + Expected.DISCOUNTED);

            assertThat(rows(statement, Expected.PRIORITIES)).isEqualTo(expected.priorities());
            assertThat(rows(statement, Expected.DELIVERIES)).isEqualTo(expected.deliveries());
            assertThat(rows(statement, "SELECT * EXCLUDE (avg_qty, avg_discount) FROM (" + Expected.SUMMARY + ")"))
                    .isEqualTo(expected.summary().stream()
                            .map(row -> row.replaceAll("\\|[^|]+\\|[^|]+(\\|[^|]+)$", "$1"))
                            .toList());
            RowCheck check = expected.discounted("DuckDB");
            rows(statement, "SELECT * FROM discounted").forEach(check);
            assertThat(check.finish()).isEmpty();
        }
        assertThat(Files.size(folder.resolve("lineitem.csv"))).isPositive();
    }

    private static List<String> rows(Statement statement, String query) throws Exception {
        List<String> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.append(i == 1 ? "" : "|").append(result.getString(i));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }
}
