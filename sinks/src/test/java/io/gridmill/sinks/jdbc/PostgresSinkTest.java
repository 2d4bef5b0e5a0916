package io.gridmill.sinks.jdbc;

import io.gridmill.core.job.WriteMode;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.SinkSpec;
import io.gridmill.sinks.SinkContractTest;
import io.gridmill.sinks.server.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A table in PostgreSQL, read by JDBC. */
class PostgresSinkTest extends SinkContractTest {
    private static final String TABLE = "the \"Result\"";
    private static PostgresServer server;
    private static int tests;

    private String schema;

    @BeforeAll
    static void startServer() {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void makeSchema() {
        schema = "contract" + ++tests;
        server.makeSchema(schema);
    }

    @Override
    protected SinkSpec spec(WriteMode mode) {
        return new SinkSpec(
                "jdbc",
                Map.of(
                        "url",
                        server.url(schema),
                        "user",
                        PostgresServer.USER,
                        "password",
                        PostgresServer.PASSWORD,
                        "table",
                        TABLE,
                        "mode",
                        mode.toString()));
    }

    @Override
    protected List<String> neededOptions() {
        return List.of("url", "table");
    }

    @Override
    protected @Nullable List<List<@Nullable String>> read(TableSchema columns) {
        if (query("SELECT to_regclass('\"the \"\"Result\"\"\"')").get(0).get(0) == null) {
            return null;
        }
        String names = columns.columns().stream()
                .map(column -> '"' + column.name() + '"')
                .collect(Collectors.joining(", "));
        return query("SELECT " + names + " FROM \"the \"\"Result\"\"\"").stream()
                .map(PostgresSinkTest::javaTexts)
                .toList();
    }

    private static List<@Nullable String> javaTexts(List<@Nullable String> row) {
        List<@Nullable String> texts = new ArrayList<>();
        for (String cell : row) {
            texts.add("t".equals(cell) ? "true" : "f".equals(cell) ? "false" : cell);
        }
        return texts;
    }

    @Override
    protected List<String> leftovers() {
        List<String> names = new ArrayList<>();
        query("SELECT relname FROM pg_class WHERE relname LIKE 'gridmill\\_stage%' AND relnamespace = '" + schema
                        + "'::regnamespace")
                .forEach(row -> names.add(row.get(0)));
        if (query("SELECT to_regclass('gridmill_seals')").get(0).get(0) != null) {
            query("SELECT attempt FROM gridmill_seals").forEach(row -> names.add(row.get(0)));
        }
        return names;
    }

    @Override
    protected void makeTarget() {
        server.execute(PostgresServer.USER, "CREATE TABLE " + schema + ".\"the \"\"Result\"\"\" (k BIGINT, v TEXT)");
    }

    private List<List<@Nullable String>> query(String sql) {
        try (Connection connection = server.connect(server.url(schema));
                Statement statement = connection.createStatement();
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
