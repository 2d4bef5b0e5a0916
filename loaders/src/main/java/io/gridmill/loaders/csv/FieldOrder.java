package io.gridmill.loaders.csv;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.TableSchema;
import java.util.Arrays;
import java.util.List;

/** Which column each field of a file's records belongs to: by name where the file has a header, else by place. */
final class FieldOrder {
    private final int[] columns;

    private FieldOrder(int[] columns) {
        this.columns = columns;
    }

    static FieldOrder byPlace(TableSchema schema) {
        int[] columns = new int[schema.size()];
        Arrays.setAll(columns, i -> i);
        return new FieldOrder(columns);
    }

    /** @throws GridmillException USER for a name that is missing, unknown, or there twice, naming it */
    static FieldOrder byHeader(List<String> names, TableSchema schema, String file) {
        int[] columns = new int[names.size()];
        boolean[] seen = new boolean[schema.size()];
        for (int i = 0; i < columns.length; i++) {
            String name = names.get(i);
            columns[i] = schema.indexOf(name);
            if (columns[i] < 0) {
                throw wrong(file, "names a column '" + name + "' that the load does not have", names, schema);
            }
            if (seen[columns[i]]) {
                throw wrong(file, "names the column '" + name + "' twice", names, schema);
            }
            seen[columns[i]] = true;
        }
        for (int c = 0; c < seen.length; c++) {
            if (!seen[c]) {
                throw wrong(file, "lacks the column '" + schema.column(c).name() + "'", names, schema);
            }
        }
        return new FieldOrder(columns);
    }

    private static GridmillException wrong(String file, String what, List<String> names, TableSchema schema) {
        boolean noneMatches = names.stream().allMatch(name -> schema.indexOf(name) < 0);
        return GridmillException.user("the header of " + file + " " + what + "; the load has "
                + String.join(", ", schema.columns().stream().map(Column::name).toList()) + ", the header "
                + String.join(", ", names)
                + (noneMatches ? "; if the first line is data, say that there is no header (header=false)" : ""));
    }

    int fields() {
        return columns.length;
    }

    int column(int field) {
        return columns[field];
    }
}
