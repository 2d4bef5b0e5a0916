package io.gridmill.cli;

import io.gridmill.cli.format.OutputFormat;
import io.gridmill.cli.format.RowsWriter;
import io.gridmill.cli.session.Session;
import io.gridmill.client.Result;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --output}, and the writing of rows as it says. */
final class OutputOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description =
                    "table (default on a terminal), csv (default otherwise), json (an object a line) or arrow (an IPC stream).")
    private @Nullable OutputFormat format;

    boolean given() {
        return format != null;
    }

    OutputFormat format(Session session) {
        return format != null ? format : session.outIsTerminal() ? OutputFormat.TABLE : OutputFormat.CSV;
    }

    /** Writes all rows, and closes the result. */
    void write(Session session, Result result) throws IOException {
        try (result) {
            RowsWriter writer = format(session).open(result.schema(), session.out());
            while (result.hasNext()) {
                writer.write(result.next());
            }
            writer.end();
        }
    }
}
