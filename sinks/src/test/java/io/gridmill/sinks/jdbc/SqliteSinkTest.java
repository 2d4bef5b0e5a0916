package io.gridmill.sinks.jdbc;

import io.gridmill.core.job.WriteMode;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.SinkSpec;
import io.gridmill.sinks.SinkContractTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table in SQLite, read by JDBC. */
class SqliteSinkTest extends SinkContractTest {
    static final String TABLE = "the \"result\"";

    private String url() {
        return "jdbc:sqlite:" + folder.resolve("sink.db");
    }

    @Override
    protected SinkSpec spec(WriteMode mode) {
        return new SinkSpec("jdbc", Map.of("url", url(), "table", TABLE, "mode", mode.toString()));
    }

    @Override
    protected List<String> neededOptions() {
        return List.of("url", "table");
    }

    @Override
    protected boolean holdsNaN() {
        return false;
    }

    @Override
    protected @Nullable List<List<@Nullable String>> read(TableSchema schema) {
        if (query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'the \"result\"'")
                .isEmpty()) {
            return null;
        }
        StringBuilder columns = new StringBuilder();
        schema.columns()
                .forEach(column -> columns.append(columns.isEmpty() ? "" : ", ").append('"' + column.name() + '"'));
        return query("SELECT " + columns + " FROM \"the \"\"result\"\"\"");
    }

    @Override
    protected List<String> leftovers() {
        List<String> names = new ArrayList<>();
        query("SELECT name FROM sqlite_master WHERE name LIKE 'gridmill_stage%'")
                .forEach(row -> names.add(row.get(0)));
        if (!query("SELECT name FROM sqlite_master WHERE name = 'gridmill_seals'")
                .isEmpty()) {
            query("SELECT attempt FROM gridmill_seals").forEach(row -> names.add(row.get(0)));
        }
        return names;
    }

    @Override
    protected void makeTarget() {
        execute("CREATE TABLE \"THE \"\"RESULT\"\"\" (k BIGINT, v TEXT)");
    }

    private List<List<@Nullable String>> query(String sql) {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<@Nullable String>> rows = new ArrayList<>();
            while (result.next()) {
                List<@Nullable String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    Object value = result.getObject(i); // SQLite's own text of a double is not exact
                    row.add(value == null ? null : value.toString());
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
