package io.gridmill.loaders.columns;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which columns of a file a load reads, and as what. */
public final class ColumnMatch {
    private ColumnMatch() {}

    /** The columns of a load that names none: all of the file's. */
    public static TableSchema infer(List<FileColumn> columns, String file) {
        if (columns.isEmpty()) {
            throw GridmillException.user(file + " has no columns");
        }
        List<Column> schema = new ArrayList<>();
        for (FileColumn column : columns) {
            schema.add(new Column(column.name(), readable(column, file)));
        }
        try {
            return new TableSchema(schema);
        } catch (GridmillException e) {
            throw GridmillException.user(file + ": " + e.getMessage());
        }
    }

    /**
     * The file's column for each of the load's.
     *
     * @param all whether the load must have all columns that the file has: so when its columns come from another file
     * @return places among {@code columns}
     * @throws GridmillException USER for a column that is missing, too many, or of a type that cannot become the load's, naming it
     */
    public static int[] match(List<FileColumn> columns, TableSchema schema, boolean all, String file) {
        int[] places = new int[schema.size()];
        for (int i = 0; i < places.length; i++) {
            Column wanted = schema.column(i);
            places[i] = find(columns, wanted.name());
            if (places[i] < 0) {
                throw GridmillException.user(
                        file + " lacks the column '" + wanted.name() + "'; it has " + names(columns));
            }
            FileColumn found = columns.get(places[i]);
            ColumnType type = readable(found, file);
            if (!Conversion.exists(type, wanted.type())) {
                throw GridmillException.user("column '" + found.name() + "' of " + file + " is " + found.shape()
                        + ", read as " + type + ", which does not become " + wanted.type());
            }
        }
        if (all) {
            for (FileColumn column : columns) {
                if (schema.indexOf(column.name()) < 0) {
                    throw GridmillException.user(
                            file + " has a column '" + column.name()
                                    + "' that the first file does not have; name the columns to read (--columns) to leave it out");
                }
            }
        }
        return places;
    }

    private static ColumnType readable(FileColumn column, String file) {
        @Nullable ColumnType type = column.type();
        if (type == null) {
            throw GridmillException.user("column '" + column.name() + "' of " + file + " is " + column.shape()
                    + ", which is not read; name the columns to read (--columns) to leave it out");
        }
        return type;
    }

    /** By its very name first: names of a file may differ in case only. */
    private static int find(List<FileColumn> columns, String name) {
        int found = -1;
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
            if (found < 0 && columns.get(i).name().equalsIgnoreCase(name)) {
                found = i;
            }
        }
        return found;
    }

    private static String names(List<FileColumn> columns) {
        return columns.stream().map(FileColumn::name).collect(Collectors.joining(", "));
    }
}
