package io.gridmill.loaders;

import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DuckDB in this process, which writes files and reads them, and shares no code with what is tested. */
public final class DuckDb implements AutoCloseable {
    private final Connection connection;
    private final Statement statement;

    public DuckDb() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        statement = connection.createStatement();
    }

    public DuckDb run(String sql) throws SQLException {
        statement.execute(sql);
        return this;
    }

    /** Rows as {@link Rows} gives them, where the query gives numbers for dates and timestamps. */
    public List<List<@Nullable Object>> rows(String sql) throws SQLException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int c = 1; c <= result.getMetaData().getColumnCount(); c++) {
                    Object value = result.getObject(c);
                    if (value instanceof Date) {
                        throw new IllegalArgumentException("ask for numbers instead of dates: " + sql);
                    }
                    row.add(value);
                }
                rows.add(row);
            }
        }
        return rows;
    }

    @Override
    public void close() throws SQLException {
        statement.close();
        connection.close();
    }
}
