package io.gridmill.core.schema;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.gridmill.core.error.GridmillException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Schema;

/** The ordered columns of a dataset, a batch or a result; names are unique without case. */
public record TableSchema(@JsonValue List<Column> columns) {
    @JsonCreator
    public TableSchema {
        columns = List.copyOf(columns);
        Set<String> seen = new HashSet<>();
        for (Column column : columns) {
            if (!seen.add(column.name().toLowerCase(Locale.ROOT))) {
                throw GridmillException.user(
                        "column names must differ (case does not count), got '" + column.name() + "' twice");
            }
        }
    }

    public static TableSchema of(Column... columns) {
        return new TableSchema(List.of(columns));
    }

    /** Parses {@code "name TYPE, name TYPE, ..."}, where commas inside parentheses belong to the type and names may be double-quoted. */
    public static TableSchema parse(String text) {
        List<Column> columns = new ArrayList<>();
        for (String part : splitAtCommas(text)) {
            String item = part.strip();
            int end;
            String name;
            if (item.startsWith("\"")) {
                end = item.indexOf('"', 1);
                if (end < 0) {
                    throw GridmillException.user("a quoted column name must end with a quote, got '" + item + "'");
                }
                name = item.substring(1, end++);
            } else {
                end = 0;
                while (end < item.length() && !Character.isWhitespace(item.charAt(end))) {
                    end++;
                }
                name = item.substring(0, end);
            }
            if (name.isEmpty() || item.substring(end).isBlank()) {
                throw GridmillException.user("columns are given as \"name TYPE, ...\", got '" + item + "' at column "
                        + (columns.size() + 1));
            }
            columns.add(new Column(name, type(name, item.substring(end).strip())));
        }
        return new TableSchema(columns);
    }

    private static ColumnType type(String column, String text) {
        try {
            return ColumnType.parse(text);
        } catch (GridmillException e) {
            throw GridmillException.user(e.getMessage() + " [column=" + column + "]");
        }
    }

    private static List<String> splitAtCommas(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                depth++;
            } else if (!quoted && c == ')') {
                depth--;
            } else if (!quoted && c == ',' && depth == 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    public static TableSchema fromArrow(Schema schema) {
        return new TableSchema(schema.getFields().stream()
                .map(field -> new Column(field.getName(), ColumnType.fromArrow(field.getType())))
                .toList());
    }

    public Schema toArrow() {
        return new Schema(columns.stream().map(Column::toArrow).toList());
    }

    public int size() {
        return columns.size();
    }

    public Column column(int ordinal) {
        return columns.get(ordinal);
    }

    /** The ordinal of a column by name (case does not count), or -1. */
    public int indexOf(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Column column : columns) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(column.name())
                    .append(' ')
                    .append(column.type());
        }
        return text.toString();
    }
}
