package io.gridmill.benchmarks.sidebyside;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What was measured: a line at a time for people, and all of it as CSV at the end. */
final class Report {
    private static final String HEADER =
            "work,threads,gridmill_ms,gridmill_q1_ms,gridmill_q3_ms,peer,peer_ms,peer_q1_ms,peer_q3_ms,ratio,gridmill_ns_a_row";

    private final PrintStream out;
    private final List<String> csv = new ArrayList<>(List.of(HEADER));

    Report(PrintStream out) {
        this.out = out;
    }

    void title(String text) {
        out.println();
        out.println(text);
    }

    void note(String text) {
        out.println("  " + text);
    }

    /** @param rows that both sides read, for the time a row */
    void row(String work, int threads, Times ours, String peer, Times theirs, long rows, String more) {
        double ratio = theirs.median() / ours.median();
        double nanos = ours.median() * 1e6 / rows;
        out.printf(
                Locale.ROOT,
                "  %-22s %d thread(s)   gridmill %-34s %s %-34s %6.2f ns a row   %5.2f x%s%n",
                work,
                threads,
                ours,
                peer,
                theirs,
                nanos,
                ratio,
                more);
        csv.add(String.format(
                Locale.ROOT,
                "\"%s\",%d,%.3f,%.3f,%.3f,%s,%.3f,%.3f,%.3f,%.3f,%.3f",
                work,
                threads,
                ours.median(),
                ours.quantile(0.25),
                ours.quantile(0.75),
                peer,
                theirs.median(),
                theirs.quantile(0.25),
                theirs.quantile(0.75),
                ratio,
                nanos));
    }

    void write(@Nullable Path file) throws IOException {
        if (file != null) {
            Files.write(file, csv);
            note("written to " + file);
        }
    }
}
