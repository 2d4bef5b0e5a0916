package io.gridmill.cli;

import io.gridmill.cli.format.Listing;
import io.gridmill.cli.format.OutputFormat;
import io.gridmill.cli.format.RowsWriter;
import io.gridmill.cli.format.Screen;
import io.gridmill.cli.session.Session;
import io.gridmill.cli.session.WrongCall;
import io.gridmill.client.Result;
import io.gridmill.core.schema.TableSchema;
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

    /** Looks, before anything is done, whether the rows can go where standard output leads. */
    void check(Session session) {
        if (format == OutputFormat.ARROW && session.outIsTerminal()) {
            throw new WrongCall("--output arrow must not go to a terminal, because it is binary: write it to a file, "
                    + "such as > rows.arrow, or into a program");
        }
    }

    /** Whether somebody reads the rows, who may want a sentence before them. */
    boolean isTable(Session session) {
        return format(session) == OutputFormat.TABLE;
    }

    /** Writes all rows, and closes the result. */
    void write(Session session, Result result) throws IOException {
        write(result, open(session, result.schema()));
    }

    /** The same as a table, whatever the option says, for rows within text. */
    void writeTable(Session session, Result result) throws IOException {
        write(result, OutputFormat.TABLE.open(result.schema(), session.out(), Screen.ENDLESS));
    }

    private static void write(Result result, RowsWriter writer) throws IOException {
        try (result) {
            while (result.hasNext()) {
                writer.write(result.next());
            }
            writer.end();
        }
    }

    void write(Session session, Listing listing) throws IOException {
        listing.write(open(session, listing.schema()));
    }

    private OutputFormat format(Session session) {
        return format != null ? format : session.outIsTerminal() ? OutputFormat.TABLE : OutputFormat.CSV;
    }

    private RowsWriter open(Session session, TableSchema schema) throws IOException {
        Screen screen = isTable(session) && session.outIsTerminal()
                ? Screen.of(session.terminalColumns().getAsInt())
                : Screen.ENDLESS;
        return format(session).open(schema, session.out(), screen);
    }
}
