package io.gridmill.sinks.csv;

import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.sinks.files.FileContractTest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CSV files, read by DuckDB as text, so that only quoting and NULLs are its own. */
class CsvSinkTest extends FileContractTest {
    @Override
    protected String type() {
        return "csv";
    }

    @Override
    protected @Nullable List<List<@Nullable String>> read(TableSchema schema) {
        return visible().isEmpty() ? null : readAll(target(), schema, ",", true);
    }

    static List<List<@Nullable String>> readAll(Path folder, TableSchema schema, String delimiter, boolean header) {
        StringBuilder columns = new StringBuilder();
        for (Column column : schema.columns()) {
            columns.append(columns.isEmpty() ? "" : ", ").append("'" + column.name() + "': 'VARCHAR'");
        }
        String sql = "SELECT * FROM read_csv('" + folder + "/*.csv', auto_detect=false, header=" + header + ", delim='"
                + delimiter + "', quote='\"', escape='\"', nullstr='', allow_quoted_nulls=false, columns={" + columns
                + "})";
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<@Nullable String>> rows = new ArrayList<>();
            while (result.next()) {
                List<@Nullable String> row = new ArrayList<>();
                for (int i = 1; i <= schema.size(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
