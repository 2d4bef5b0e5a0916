package io.gridmill.cli.format;

import io.gridmill.core.schema.TableSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** What {@code --output} takes. */
public enum OutputFormat {
    /** Aligned columns with types and a row count, for people. */
    TABLE,
    /** Header line, RFC 4180 quoting, NULL as an empty unquoted field. */
    CSV,
    /** One JSON object a line. */
    JSON,
    /** An Arrow IPC stream. */
    ARROW;

    /**
     * A writer whose first bytes, such as a header, are on their way already.
     *
     * @param screen what a table should fit
     */
    public RowsWriter open(TableSchema schema, OutputStream out, Screen screen) throws IOException {
        return switch (this) {
            case TABLE -> new TableRowsWriter(schema, out, screen);
            case CSV -> new CsvRowsWriter(schema, out);
            case JSON -> new JsonRowsWriter(schema, out);
            case ARROW -> new ArrowRowsWriter(schema, out);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
