package io.gridmill.cli;

import io.gridmill.cli.progress.Amounts;
import io.gridmill.cli.session.Session;
import io.gridmill.cli.session.WrongCall;
import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import io.gridmill.client.Load;
import io.gridmill.core.job.JobId;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.JobStatus;
import io.gridmill.core.job.LoadSpec;
import io.gridmill.core.job.WriteMode;
import io.gridmill.loaders.auto.AutoFormat;
import io.gridmill.loaders.csv.LocalBlocks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "load",
        description =
                "Loads files into a dataset and waits for it. The rows become visible all at once, or not at all. "
                        + "With --output a row about it goes to standard output.",
        footer = {
            "",
            "Types: BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL(p,s), REAL, DOUBLE, VARCHAR, DATE, TIMESTAMP.",
            "Relative paths start in the folder where the command is typed."
        })
final class LoadCommand extends RowsCommand {
    private static final int BLOCK_BYTES = 4 << 20;
    private static final long DEFAULT_MAX_BAD_ROWS = 1_000;

    @Parameters(index = "0", paramLabel = "DATASET", description = "The dataset to write.")
    private String dataset = "";

    @Option(
            names = "--from",
            required = true,
            arity = "1..*",
            paramLabel = "URI...",
            hideParamSyntax = true,
            description = "Files, folders or globs that every node sees. With --local, that only this machine sees.")
    private List<String> from = new ArrayList<>();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            completionCandidates = Formats.class,
            description =
                    "What the files are: csv, jsonl, parquet or arrow. Default: what the ends of their names say.")
    private @Nullable String format;

    /** For the shell's completion. */
    static final class Formats implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("csv", "jsonl", "parquet", "arrow").iterator();
        }
    }

    @Option(
            names = "--columns",
            paramLabel = "\"NAME TYPE, ...\"",
            description = "The columns to read; otherwise all, with types from the file or inferred from a sample.")
    private @Nullable String columns;

    @Option(
            names = "--delimiter",
            paramLabel = "C",
            description =
                    "CSV: the character between fields; \\t is a tab. Default: the one of , ; | and tab that fits.")
    private @Nullable String delimiter;

    @Option(
            names = "--header",
            negatable = true,
            description =
                    "CSV: whether the first line names the columns. Default: what it looks like; with --columns, it does.")
    private @Nullable Boolean header;

    @Option(
            names = "--partition-by",
            split = ",",
            paramLabel = "COLUMN",
            description = "Rows with equal values lie together.")
    private List<String> partitionBy = new ArrayList<>();

    @Option(names = "--partitions", paramLabel = "N", description = "A power of two. Default: the nodes'.")
    private @Nullable Integer partitions;

    @Option(
            names = "--backups",
            paramLabel = "N",
            description = "Copies beside the first: the nodes that may die at once without loss. Default: the nodes'.")
    private @Nullable Integer backups;

    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private @Nullable Mode mode;

    /** One of three options. */
    static final class Mode {
        private WriteMode mode = WriteMode.CREATE;

        @Option(names = "--create", description = "The dataset must not exist (default).")
        void create(boolean on) {
            choose(on, WriteMode.CREATE);
        }

        @Option(names = "--append", description = "Adds to the dataset.")
        void append(boolean on) {
            choose(on, WriteMode.APPEND);
        }

        @Option(names = "--replace", description = "What the dataset held is gone once the new rows are there.")
        void replace(boolean on) {
            choose(on, WriteMode.REPLACE);
        }

        private void choose(boolean on, WriteMode chosen) {
            if (on) {
                mode = chosen;
            }
        }
    }

    @Option(
            names = "--bad-rows",
            paramLabel = "FILE",
            description = "Writes bad rows there, with reasons, and goes on; otherwise the first fails the load.")
    private @Nullable String badRows;

    @Option(
            names = "--max-bad-rows",
            paramLabel = "N",
            description = "With --bad-rows: more of them fail the load. Default: " + DEFAULT_MAX_BAD_ROWS + ".")
    private @Nullable Long maxBadRows;

    @Option(
            names = "--local",
            description = "Sends the files, which must be CSV, from here; for files that the nodes do not see.")
    private boolean local;

    @Option(names = "--id", paramLabel = "ID", description = "The job's id; made up otherwise.")
    private @Nullable String id;

    @Option(names = "--detach", description = "Prints the id and does not wait.")
    private boolean detach;

    private @Nullable Load load;

    LoadCommand(Session session) {
        super(session);
    }

    @Override
    void check() {
        super.check();
        if (maxBadRows != null && badRows == null) {
            throw new WrongCall("--max-bad-rows needs --bad-rows FILE, the place for them");
        }
        if (maxBadRows != null && maxBadRows < 0) {
            throw new WrongCall("--max-bad-rows must not be negative, got " + maxBadRows);
        }
        if (badRows != null) {
            BadRowsFile.checkPlace(session.resolve(badRows));
            if (detach) {
                throw new WrongCall(
                        "--bad-rows is written at the end, for which --detach does not wait; gridmill attach ID --bad-rows FILE writes it");
            }
        }
        if (detach && output.given()) {
            throw new WrongCall(
                    "--detach does not wait, so --output has nothing to write; gridmill attach ID --output FORMAT does later");
        }
        if (id != null) {
            String given = id;
            WrongCall.check(() -> JobId.check(given));
        }
        load = WrongCall.check(this::readLoad);
        if (local) {
            checkLocalFormat();
        }
    }

    /** Blocks of a file that only the client sees are cut at records, which needs text. */
    private void checkLocalFormat() {
        List<Path> places = from.stream().map(Path::of).toList();
        String named = format == null ? WrongCall.check(() -> AutoFormat.of(places)) : format;
        if (!named.equals("csv")) {
            throw new WrongCall("--local takes files of format csv, got '" + named
                    + "'; put files of other formats where every node sees them");
        }
    }

    @Override
    int run(Gridmill gridmill) throws Exception {
        String jobId = id == null ? JobId.create() : id;
        Load wanted = Objects.requireNonNull(load);
        JobSpec spec = JobSpec.load(local ? sent(gridmill, jobId, wanted) : wanted.spec());
        JobHandle job = gridmill.submit(jobId, spec);
        if (detach) {
            session.println(jobId);
            return CommandRunner.DONE;
        }
        JobWatch watch = new JobWatch(session);
        JobStatus last = watch.untilEnd(job);
        if (badRows != null && (last.rejectedRows() > 0 || last.state().hasResult())) {
            BadRowsFile.write(session, job, session.resolve(badRows));
        }
        watch.result(last);
        if (!last.found().isEmpty()) {
            session.tell("found in the files: " + last.found());
        }
        if (columns == null) {
            tellColumns(gridmill);
        }
        if (output.given()) {
            output.write(session, LoadSummary.of(last));
        }
        return CommandRunner.DONE;
    }

    /** What was found in the files, when it was not said. */
    private void tellColumns(Gridmill gridmill) {
        gridmill.datasets().stream()
                .filter(found -> found.name().equalsIgnoreCase(dataset))
                .findFirst()
                .ifPresent(found -> session.tell("columns of " + found.name() + ": " + found.schema()));
    }

    /** Sends the files block by block. The nodes keep them until the load is submitted, so a client that dies before leaves no load. */
    private LoadSpec sent(Gridmill gridmill, String jobId, Load wanted) {
        AtomicLong bytes = new AtomicLong();
        LocalBlocks.Sent sent = LocalBlocks.cut(wanted.spec().source(), BLOCK_BYTES, (index, block) -> {
            gridmill.putBlock(jobId, index, block);
            bytes.addAndGet(block.length);
        });
        session.tell("sent " + Amounts.bytes(bytes.get()) + " in " + sent.blocks()
                + (sent.blocks() == 1 ? " block" : " blocks"));
        return wanted.spec(sent.blocks(), sent.source());
    }

    private Load readLoad() {
        Load described = Load.into(dataset).mode(mode == null ? WriteMode.CREATE : mode.mode);
        if (format != null || local) {
            described.format(format == null ? "csv" : format);
        }
        for (String place : from) {
            described.from(
                    Load.isUri(place) || place.isBlank()
                            ? place
                            : session.resolve(place).toString());
        }
        if (columns != null) {
            described.columns(columns);
        }
        if (delimiter != null) {
            described.option("delimiter", delimiter.equals("\\t") ? "\t" : delimiter);
        }
        if (header != null) {
            described.option("header", header.toString());
        }
        described.partitionBy(partitionBy.stream().map(String::strip).toArray(String[]::new));
        if (partitions != null) {
            described.partitions(partitions);
        }
        if (backups != null) {
            described.backups(backups);
        }
        if (badRows != null) {
            described.keepBadRows(maxBadRows == null ? DEFAULT_MAX_BAD_ROWS : maxBadRows);
        }
        return described;
    }
}
