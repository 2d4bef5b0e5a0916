package io.gridmill.benchmarks.sidebyside;

import io.gridmill.benchmarks.Main;
import io.gridmill.benchmarks.TemporaryFolder;
import io.gridmill.compute.sql.SqlCompiler;
import io.gridmill.core.batch.ArrowMemory;
import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.task.Logic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Runs the same work on Gridmill and DuckDB, on the same rows of TPC-H's lineitem, in this process: checks that the answers are equal, then times both
 * in turn, round by round, so that what disturbs the machine disturbs both.
 *
 * <p>First the compiled queries alone, over chunks in memory, share and final step and the encoding of their output included, against DuckDB's query
 * through JDBC, and against Ignite's own SQL; then a node with everything: loads, a query from client to client, and small jobs at a given rate;
 * then some of it on several nodes.
 */
public final class SideBySide {
    private static final int WARM_UP_ROUNDS = 5;
    /** What is done a row is compiled by the rows that were read, and what is done once a query by the time that queries have run. */
    private static final long WARM_UP_ROWS = 60_000_000;

    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Options options;
    private final Report report = new Report(System.out);

    private SideBySide(Options options) {
        this.options = options;
    }

    /** Exit status: 0 measured; 1 an answer was wrong or something failed; 2 the call was wrong. */
    public static int run(String... args) {
        if (args.length == 1 && args[0].equals("help")) {
            System.out.println(Options.HELP);
            System.out.println(PostgresOptions.HELP);
            return 0;
        }
        try {
            if (args.length > 0 && args[0].equals("postgres")) {
                new PostgresRun(PostgresOptions.parse(Arrays.copyOfRange(args, 1, args.length))).measure();
            } else {
                new SideBySide(Options.parse(args)).measure();
            }
            return 0;
        } catch (GridmillException e) {
            System.err.println("side-by-side: " + e.getMessage());
            return e.code() == ErrorCode.USER ? 2 : 1;
        } catch (Exception e) {
            System.err.println("side-by-side: " + e);
            return 1;
        }
    }

    private void measure() throws Exception {
        report.title(String.format(
                Locale.ROOT,
                "TPC-H lineitem, scale factor %s, %d rounds; JDK %s, %d cores, %s",
                options.scale(),
                options.rounds(),
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                LocalDate.now()));
        Path folder = Files.createTempDirectory("gridmill-side-by-side-");
        Path text = folder.resolve("lineitem.tbl");
        try (BufferAllocator root = ArrowMemory.root(Long.MAX_VALUE)) {
            List<Chunk> chunks = LineitemFile.make(options.scale(), text, root);
            try (DuckDb duck = new DuckDb()) {
                duck.load(text, LineitemFile.SCHEMA);
                long rows = chunks.stream().mapToLong(Chunk::rows).sum();
                try {
                    kernels(chunks, rows, duck, root);
                    igniteSql(chunks.subList(0, Math.max(1, chunks.size() / 10)), root);
                } finally {
                    chunks.forEach(Chunk::close);
                }
                new GridRun(options, report, text, duck, rows).measure();
                new ClusterRun(options, report, text, duck, rows, Main.nodeCommand("1g")).measure();
            }
        } finally {
            Files.deleteIfExists(text);
            Files.deleteIfExists(folder);
        }
        report.write(options.csv());
    }

    private void kernels(List<Chunk> chunks, long rows, DuckDb duck, BufferAllocator root) throws Exception {
        SqlCompiler.warmUp();
        double bytes =
                chunks.stream().mapToLong(chunk -> chunk.header().sizeBytes()).sum();
        report.title(String.format(
                Locale.ROOT,
                "Compiled queries over %,d rows in %d chunks, %.1f bytes a row; memory: how fast its bytes are merely summed, of the query's time",
                rows,
                chunks.size(),
                bytes / rows));
        try (Kernels kernels = new Kernels(LineitemFile.SCHEMA, chunks, root)) {
            for (int threads : options.threads()) {
                duck.threads(threads);
                for (WorkQuery query : WorkQuery.ALL) {
                    if (options.wants(query.name())) {
                        time(query, kernels, duck, threads, rows);
                    }
                }
                unseen("Q1, never seen", WorkQuery::unseenQ1, kernels, duck, threads, rows);
                unseen("Q6, never seen", WorkQuery::unseenQ6, kernels, duck, threads, rows);
            }
        }
    }

    /** Over a tenth of the rows, since Ignite has every row as an object, and reads each for a query. */
    private void igniteSql(List<Chunk> tenth, BufferAllocator root) throws Exception {
        WorkQuery query = WorkQuery.ALL.get(0);
        String name = query.name() + ", a tenth";
        if (!options.wants(name)) {
            return;
        }
        long rows = tenth.stream().mapToLong(Chunk::rows).sum();
        try (TemporaryFolder folder = new TemporaryFolder();
                Kernels kernels = new Kernels(LineitemFile.SCHEMA, tenth, root);
                IgniteSql ignite = new IgniteSql(folder.path(), LineitemFile.SCHEMA)) {
            ignite.load(tenth, LineitemFile.SCHEMA, root);
            Logic logic = kernels.compile(query);
            Answer.check(name, ignite.answer(query), kernels.rows(kernels.run(logic, 1)));
            Times ours = new Times();
            Times theirs = new Times();
            for (int round = -2; round < options.rounds(); round++) {
                (round < 0 ? new Times() : ours).time(() -> kernels.run(logic, 1));
                (round < 0 ? new Times() : theirs).time(() -> ignite.run(query));
            }
            report.row(name, 1, ours, "ignite sql", theirs, rows, "");
        }
    }

    /** Each round another shape, planning and compilation in it; the very first round warms the planner and does not count. */
    private void unseen(
            String name, Function<Random, WorkQuery> queries, Kernels kernels, DuckDb duck, int threads, long rows)
            throws Exception {
        if (!options.wants(name)) {
            return;
        }
        Random random = new Random(threads);
        Times ours = new Times();
        Times theirs = new Times();
        for (int round = -1; round < options.rounds(); round++) {
            WorkQuery query = queries.apply(random);
            (round < 0 ? new Times() : ours).time(() -> kernels.run(kernels.compile(query), threads));
            (round < 0 ? new Times() : theirs).time(() -> duck.run(query));
            Answer.check(name, duck.answer(query), kernels.rows(kernels.run(kernels.compile(query), threads)));
        }
        report.row(name, threads, ours, "duckdb", theirs, rows, "");
    }

    private void time(WorkQuery query, Kernels kernels, DuckDb duck, int threads, long rows) throws Exception {
        Logic logic = kernels.compile(query);
        Answer.check(query.name(), duck.answer(query), kernels.rows(kernels.run(logic, threads)));
        Times ours = new Times();
        Times theirs = new Times();
        Times memory = new Times();
        long began = System.nanoTime();
        for (long read = 0; read < WARM_UP_ROWS || System.nanoTime() - began < WARM_UP_NANOS; read += rows) {
            kernels.run(logic, threads);
        }
        for (int round = -WARM_UP_ROUNDS; round < options.rounds(); round++) {
            boolean counts = round >= 0;
            (counts ? ours : new Times()).time(() -> kernels.run(logic, threads));
            (counts ? theirs : new Times()).time(() -> duck.run(query));
            (counts ? memory : new Times()).time(() -> kernels.sumBytes(logic));
        }
        String share = String.format(Locale.ROOT, "   memory %.0f %%", 100 * memory.median() / threads / ours.median());
        report.row(query.name(), threads, ours, "duckdb", theirs, rows, share);
    }
}
