package io.gridmill.sinks.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.sinks.files.FileContractTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON lines, read by DuckDB as the types that were written, so that numbers and strings must be what they are. Only decimals, which DuckDB
 * takes for doubles in JSON, are read by Jackson.
 */
class JsonSinkTest extends FileContractTest {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @Override
    protected String type() {
        return "jsonl";
    }

    @Override
    protected @Nullable List<List<@Nullable String>> read(TableSchema schema) {
        if (visible().isEmpty()) {
            return null;
        }
        List<List<@Nullable String>> rows = throughDuckDb(schema);
        List<JsonNode> objects = objects();
        assertThat(objects).hasSameSizeAs(rows);
        for (int row = 0; row < rows.size(); row++) {
            for (int i = 0; i < schema.size(); i++) {
                JsonNode value = objects.get(row).get(schema.column(i).name());
                ColumnType type = schema.column(i).type();
                if (type.kind() == ColumnType.Kind.DECIMAL && !value.isNull()) {
                    rows.get(row)
                            .set(i, value.decimalValue().setScale(type.scale()).toPlainString());
                }
            }
        }
        return rows;
    }

    private List<List<@Nullable String>> throughDuckDb(TableSchema schema) {
        String types = schema.columns().stream()
                .filter(column -> column.type().kind() != ColumnType.Kind.DECIMAL)
                .map(column -> "'" + column.name() + "': '" + column.type() + "'")
                .collect(Collectors.joining(", "));
        String columns = schema.columns().stream()
                .map(column -> column.type().kind() == ColumnType.Kind.DECIMAL
                        ? "NULL"
                        : "CAST(\"" + column.name() + "\" AS VARCHAR)")
                .collect(Collectors.joining(", "));
        String sql = "SELECT " + columns + " FROM read_json('" + target()
                + "/*.jsonl', format = 'newline_delimited', columns = {" + types + "})";
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

    private List<JsonNode> objects() {
        List<JsonNode> objects = new ArrayList<>();
        try {
            for (Path file : visible()) {
                for (String line : Files.readAllLines(file)) {
                    objects.add(MAPPER.readTree(line));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return objects;
    }
}
