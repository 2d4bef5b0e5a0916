package io.gridmill.loaders.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same file read by DuckDB, which shares no code. */
class DuckDbComparisonTest {
    private static final String COLUMNS =
            "i INTEGER, l BIGINT, d DECIMAL(15, 3), f DOUBLE, r REAL, v VARCHAR, y DATE, z TIMESTAMP, b BOOLEAN";

    @TempDir
    Path folder;

    private final Random random = new Random(20240229);

    @Test
    void valuesAreThoseThatDuckDbReads() throws IOException, SQLException {
        CsvFiles file = CsvFiles.of(folder, text(5000));

        assertThat(file.rows(COLUMNS).stream().map(DuckDbComparisonTest::plain).toList())
                .isEqualTo(throughDuckDb(file));
    }

    @Test
    void inferredTypesAreThoseOfDuckDb() throws IOException, SQLException {
        CsvFiles file = CsvFiles.of(folder, text(5000));

        // DuckDB infers DOUBLE where there is a point; DECIMAL(18, s) keeps such numbers exact.
        assertThat(file.open(null).schema().toString().replace("DECIMAL(18, 3)", "DOUBLE"))
                .isEqualTo(inferredByDuckDb(file));
    }

    private String text(int rows) {
        StringBuilder text = new StringBuilder("i,l,d,f,r,v,y,z,b\n");
        for (int n = 0; n < rows; n++) {
            List<Object> row = new ArrayList<>();
            row.add(random.nextInt());
            row.add(random.nextLong());
            row.add(BigDecimal.valueOf(random.nextLong() % 1_000_000_000_000L, random.nextInt(4))
                    .toPlainString());
            row.add(
                    random.nextBoolean()
                            ? random.nextInt(100_000) / 1000.0
                            : random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300));
            row.add((float) random.nextGaussian());
            row.add("\"t, \"\"" + random.nextInt(1000) + "\"\"\n€\"");
            row.add(LocalDate.ofEpochDay(random.nextInt(700_000) - 350_000));
            row.add(LocalDateTime.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1000, ZoneOffset.UTC));
            row.add(random.nextBoolean());
            for (int c = 0; c < row.size(); c++) {
                text.append(c == 0 ? "" : ",").append(random.nextInt(8) == 0 ? "" : row.get(c));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static List<@Nullable Object> plain(List<@Nullable Object> row) {
        List<@Nullable Object> plain = new ArrayList<>();
        for (Object value : row) {
            plain.add(
                    value instanceof LocalDateTime time
                            ? (Object) ChronoUnit.MICROS.between(LocalDateTime.parse("1970-01-01T00:00"), time)
                            : value);
        }
        return plain;
    }

    private static List<List<@Nullable Object>> throughDuckDb(CsvFiles file) throws SQLException {
        String types =
                "{'i': 'INTEGER', 'l': 'BIGINT', 'd': 'DECIMAL(15, 3)', 'f': 'DOUBLE', 'r': 'REAL', 'v': 'VARCHAR', 'y': 'DATE', "
                        + "'z': 'TIMESTAMP', 'b': 'BOOLEAN'}";
        String query = "SELECT i, l, d, f, r, v, CAST(y - DATE '1970-01-01' AS INTEGER), epoch_us(z), b FROM read_csv('"
                + file.file() + "', header = true, quote = '\"', escape = '\"', delim = ',', columns = " + types + ")";
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int c = 1; c <= result.getMetaData().getColumnCount(); c++) {
                    row.add(result.getObject(c));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static String inferredByDuckDb(CsvFiles file) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("DESCRIBE SELECT * FROM read_csv('" + file.file() + "')")) {
            while (result.next()) {
                columns.add(result.getString(1) + " " + result.getString(2));
            }
        }
        return String.join(", ", columns);
    }
}
