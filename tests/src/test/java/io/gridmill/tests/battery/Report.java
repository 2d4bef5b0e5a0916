package io.gridmill.tests.battery;

import io.gridmill.node.fault.Failpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The report of a run, in Markdown, written anew after every round, so that a run that is cut off leaves one too. Thread-safe. */
final class Report {
    private final Path file;
    private final String repeat;
    private final Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final List<Played> rounds = new ArrayList<>();
    private final List<Verdict> atTheEnd = new ArrayList<>();

    private String conditions = "";

    /** @param repeat the command that plays one round again, without the round's number */
    Report(Path file, String repeat) {
        this.file = file;
        this.repeat = repeat;
    }

    /** Says what is tried, and how. */
    synchronized void conditions(String text) {
        conditions = text;
    }

    synchronized void add(Played played) {
        rounds.add(played);
        System.out.println(played);
        played.verdicts().forEach(verdict -> System.out.println("    " + verdict));
        if (played.failed()) {
            System.out.println("    again: " + repeat + played.round().number());
        }
        write();
    }

    synchronized void addAtTheEnd(List<Verdict> verdicts) {
        atTheEnd.addAll(verdicts);
        verdicts.forEach(verdict -> System.out.println("    at the end: " + verdict));
        write();
    }

    synchronized List<Played> failed() {
        return rounds.stream().filter(Played::failed).toList();
    }

    synchronized boolean allWell() {
        return failed().isEmpty() && atTheEnd.isEmpty();
    }

    private void write() {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text() {
        List<Played> played =
                rounds.stream().filter(round -> round.skipped() == null).toList();
        StringBuilder text = new StringBuilder("# Fault battery\n\n");
        text.append(conditions).append(". JDK ").append(Runtime.version()).append(", ");
        text.append(Runtime.getRuntime().availableProcessors()).append(" cores, ");
        text.append(System.getProperty("os.name"))
                .append(' ')
                .append(System.getProperty("os.version"))
                .append(". Begun ")
                .append(began)
                .append(", ")
                .append(Duration.between(began, Instant.now()).toMinutes())
                .append(" minutes.\n\n");
        text.append("| rounds | count |\n|---|--:|\n");
        line(text, "played", played.size());
        line(
                text,
                "in which the point was met",
                played.stream().filter(Played::hit).count());
        line(text, "skipped", rounds.size() - played.size());
        line(text, "failed", failed().size());
        for (Verdict.Kind kind : Verdict.Kind.values()) {
            long count =
                    rounds.stream().filter(round -> has(round.verdicts(), kind)).count();
            line(text, "with something " + kind, count + (has(atTheEnd, kind) ? 1 : 0));
        }
        tables(text, played);
        text.append("\n## Rounds that failed\n\n");
        failed().forEach(round -> {
            text.append("- ").append(round).append('\n');
            round.verdicts()
                    .forEach(verdict -> text.append("  - `").append(verdict).append("`\n"));
        });
        atTheEnd.forEach(
                verdict -> text.append("- at the end: `").append(verdict).append("`\n"));
        text.append(allWell() ? "None.\n" : "");
        Map<String, Long> skips = rounds.stream()
                .filter(round -> round.skipped() != null)
                .collect(Collectors.groupingBy(
                        round -> round.round().card().fault() + ": " + round.skipped(),
                        TreeMap::new,
                        Collectors.counting()));
        skips.forEach((why, count) -> text.append("\nSkipped ")
                .append(count)
                .append(" times: ")
                .append(why)
                .append(".\n"));
        return text.toString();
    }

    private static boolean has(List<Verdict> verdicts, Verdict.Kind kind) {
        return verdicts.stream().anyMatch(verdict -> verdict.kind() == kind);
    }

    private static void line(StringBuilder text, String what, long count) {
        text.append("| ").append(what).append(" | ").append(count).append(" |\n");
    }

    private static void tables(StringBuilder text, List<Played> played) {
        Map<Failpoint, Map<Fault, Long>> counts = new EnumMap<>(Failpoint.class);
        Map<Failpoint, Long> met = new EnumMap<>(Failpoint.class);
        for (Played round : played) {
            if (round.hit()) {
                counts.computeIfAbsent(round.round().card().point(), point -> new EnumMap<>(Fault.class))
                        .merge(round.round().card().fault(), 1L, Long::sum);
            }
            round.met().forEach(point -> met.merge(point, 1L, Long::sum));
        }
        text.append(
                "\n## Points that were met, by fault\n\nWith the further faults that a round may have, in the last column.\n\n| point |");
        for (Fault fault : Fault.values()) {
            text.append(' ').append(fault).append(" |");
        }
        text.append(" all |\n|---|")
                .append("--:|".repeat(Fault.values().length + 1))
                .append('\n');
        for (Failpoint point : Failpoint.values()) {
            text.append("| ").append(point.fileName()).append(" |");
            for (Fault fault : Fault.values()) {
                Long count = counts.getOrDefault(point, Map.of()).get(fault);
                text.append(' ').append(count == null ? "" : count).append(" |");
            }
            text.append(' ').append(met.getOrDefault(point, 0L)).append(" |\n");
        }
        text.append("\n| fault | |\n|---|---|\n");
        for (Fault fault : Fault.values()) {
            text.append("| ").append(fault).append(" | ").append(fault.words()).append(" |\n");
        }
        text.append("\n| sink or query | rounds |\n|---|--:|\n");
        for (SinkKind sink : SinkKind.values()) {
            line(
                    text,
                    sink.toString(),
                    played.stream()
                            .filter(round -> round.round().sinks().containsKey(sink))
                            .count());
        }
        played.stream()
                .collect(Collectors.groupingBy(
                        round -> round.round().query().name(), TreeMap::new, Collectors.counting()))
                .forEach((query, count) -> line(text, query, count));
    }
}
