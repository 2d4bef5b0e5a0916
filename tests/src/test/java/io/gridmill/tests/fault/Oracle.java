package io.gridmill.tests.fault;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** DuckDB: over the files that were loaded, what a result must be; over files that a sink published, what it is. */
public final class Oracle implements AutoCloseable {
    private final Connection connection;

    public Oracle() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        execute("SET threads = 1");
    }

    /** Reads a file of {@link OrderLines} into a table. */
    public void read(String table, Path csv) throws SQLException {
        execute("CREATE OR REPLACE TABLE " + table + " (" + OrderLines.COLUMNS + ")");
        execute("INSERT INTO " + table + " SELECT * FROM read_csv('" + csv
                + "', header = true, all_varchar = true, nullstr = '', allow_quoted_nulls = false)");
    }

    /** What the query must answer. */
    public Rows answer(Query query) throws SQLException {
        return rows(query.sql(), query.decimals());
    }

    /** What a reader finds in a folder of Parquet files. */
    public Rows parquet(Path folder, List<Integer> decimals) throws SQLException {
        return rows("SELECT * FROM read_parquet('" + folder + "/*.parquet')", decimals);
    }

    /** What a reader finds in a folder of CSV files. */
    public Rows csv(Path folder, List<Integer> decimals) throws SQLException {
        return rows(
                "SELECT * FROM read_csv('" + folder
                        + "/*.csv', header = true, all_varchar = true, nullstr = '', allow_quoted_nulls = false)",
                decimals);
    }

    private Rows rows(String sql, List<Integer> decimals) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return Rows.of(result, decimals);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
