package io.gridmill.sinks.parquet;

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

/** Parquet files, read by DuckDB. */
class ParquetSinkTest extends FileContractTest {
    @Override
    protected String type() {
        return "parquet";
    }

    @Override
    protected @Nullable List<List<@Nullable String>> read(TableSchema schema) {
        return visible().isEmpty() ? null : readAll(target(), schema);
    }

    static List<List<@Nullable String>> readAll(Path folder, TableSchema schema) {
        StringBuilder columns = new StringBuilder();
        schema.columns()
                .forEach(column -> columns.append(columns.isEmpty() ? "" : ", ")
                        .append("CAST(\"" + column.name() + "\" AS VARCHAR)"));
        return query("SELECT " + columns + " FROM read_parquet('" + folder + "/*.parquet')");
    }

    static List<List<@Nullable String>> query(String sql) {
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<@Nullable String>> rows = new ArrayList<>();
            while (result.next()) {
                List<@Nullable String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
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
