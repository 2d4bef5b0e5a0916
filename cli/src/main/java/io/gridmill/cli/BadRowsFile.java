package io.gridmill.cli;

import io.gridmill.cli.progress.Amounts;
import io.gridmill.cli.session.Session;
import io.gridmill.cli.session.WrongCall;
import io.gridmill.client.JobHandle;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.source.RejectedRow;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;

/** Writes the bad rows that a load kept apart: CSV with file, line, column, text and the rule that is broken. */
final class BadRowsFile {
    private BadRowsFile() {}

    /** Looks, before the load begins, whether the file can be written. */
    static void checkPlace(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new WrongCall("--bad-rows must be a file in a folder that exists, got " + file);
        }
        if (Files.isDirectory(file) || !Files.isWritable(Files.exists(file) ? file : folder)) {
            throw new WrongCall("--bad-rows must be a file that can be written, got " + file);
        }
    }

    static void write(Session session, JobHandle job, Path file) {
        Iterator<RejectedRow> rows = job.rejects();
        long count = 0;
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            writer.write("file,line,column,text,rule\n");
            while (rows.hasNext()) {
                RejectedRow row = rows.next();
                writer.write(quoted(row.file()) + "," + row.line() + "," + quoted(row.column()) + ","
                        + quoted(row.text()) + "," + quoted(row.rule()) + "\n");
                count++;
            }
        } catch (IOException e) {
            throw GridmillException.external("cannot write the bad rows to " + file + ": " + e.getMessage(), e);
        }
        session.tell(count == 0 ? "no bad rows" : Amounts.rows(count) + " rejected, with reasons in " + file);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
