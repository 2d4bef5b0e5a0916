package io.gridmill.benchmarks.sidebyside;

import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.TableSchema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** DuckDB in this process, in memory, through JDBC. */
final class DuckDb implements AutoCloseable {
    private final Connection connection;
    private final Statement statement;

    DuckDb() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        statement = connection.createStatement();
    }

    /** Loads the text as table {@code lineitem}, in place of what was there. */
    void load(Path text, TableSchema schema) throws SQLException {
        String columns = schema.columns().stream().map(DuckDb::definition).collect(Collectors.joining(", "));
        statement.execute("CREATE OR REPLACE TABLE lineitem AS SELECT * FROM read_csv('" + text
                + "', delim = '|', header = false, columns = {" + columns + "})");
    }

    /** Writes table {@code lineitem} as Parquet, as DuckDB does unless told otherwise: SNAPPY, row groups of 122,880 rows. */
    void writeParquet(Path file) throws SQLException {
        statement.execute("COPY lineitem TO '" + file + "' (FORMAT parquet)");
    }

    /** Loads a Parquet file as table {@code lineitem}, in place of what was there. */
    void loadParquet(Path file) throws SQLException {
        statement.execute("CREATE OR REPLACE TABLE lineitem AS SELECT * FROM read_parquet('" + file + "')");
    }

    private static String definition(Column column) {
        return "'" + column.name() + "': '" + column.type() + "'";
    }

    void threads(int threads) throws SQLException {
        statement.execute("SET threads = " + threads);
    }

    /** Runs the query and reads every row, without looking at the values. */
    int run(WorkQuery query) throws SQLException {
        int rows = 0;
        try (ResultSet result = statement.executeQuery(query.sql())) {
            while (result.next()) {
                rows++;
            }
        }
        return rows;
    }

    List<String> answer(WorkQuery query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(query.sql())) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<Object> values = new ArrayList<>();
                for (int c = 1; c <= columns; c++) {
                    values.add(result.getObject(c));
                }
                rows.add(Answer.row(values));
            }
        }
        rows.sort(null);
        return rows;
    }

    @Override
    public void close() throws SQLException {
        statement.close();
        connection.close();
    }
}
