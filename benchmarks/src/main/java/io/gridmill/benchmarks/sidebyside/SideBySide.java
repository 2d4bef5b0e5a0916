package io.gridmill.benchmarks.sidebyside;

import io.gridmill.core.batch.ArrowMemory;
import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.task.Logic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.memory.BufferAllocator;

/** Proto. */
public final class SideBySide {
    private SideBySide() {}

    public static void main(String[] args) throws IOException, SQLException {
        double scale = Double.parseDouble(System.getProperty("scale", "1"));
        int rounds = Integer.getInteger("rounds", 11);
        String only = System.getProperty("only", "");
        io.gridmill.compute.sql.SqlCompiler.warmUp();
        Path text = Files.createTempFile("lineitem", ".tbl");
        try (BufferAllocator root = ArrowMemory.root(Long.MAX_VALUE)) {
            List<Chunk> chunks = LineitemFile.make(scale, text, root);
            long rows = chunks.stream().mapToLong(Chunk::rows).sum();
            long bytes = chunks.stream().mapToLong(c -> c.header().sizeBytes()).sum();
            System.out.printf("%d rows, %d chunks, %.1f bytes/row%n", rows, chunks.size(), bytes / (double) rows);
            try (DuckDb duck = new DuckDb(text, LineitemFile.SCHEMA);
                    Kernels kernels = new Kernels(LineitemFile.SCHEMA, chunks, root)) {
                Files.delete(text);
                for (String threads : System.getProperty("threads", "1,2").split(",")) {
                    int t = Integer.parseInt(threads);
                    duck.threads(t);
                    for (WorkQuery query : WorkQuery.ALL) {
                        if (query.name().matches(".*(" + only + ").*")) {
                            time(query, kernels, duck, t, rounds, rows);
                        }
                    }
                }
            }
            chunks.forEach(Chunk::close);
        } finally {
            Files.deleteIfExists(text);
        }
    }

    private static void time(WorkQuery query, Kernels kernels, DuckDb duck, int threads, int rounds, long rows)
            throws SQLException {
        Logic logic = kernels.compile(query);
        long began = System.nanoTime();
        List<byte[]> first = kernels.run(logic, threads);
        double firstMillis = (System.nanoTime() - began) / 1e6;
        List<String> mine = kernels.rows(first);
        List<String> theirs = duck.answer(query);
        if (!mine.equals(theirs)) {
            System.out.println(query.name() + " DIFFERS: " + mine.size() + " " + theirs.size() + " rows; "
                    + mine.stream().limit(3).toList() + " / "
                    + theirs.stream().limit(3).toList());
        }
        List<Double> a = new ArrayList<>();
        List<Double> b = new ArrayList<>();
        for (int round = -5; round < rounds; round++) {
            long t0 = System.nanoTime();
            kernels.run(logic, threads);
            long t1 = System.nanoTime();
            duck.run(query);
            long t2 = System.nanoTime();
            if (round >= 0) {
                a.add((t1 - t0) / 1e6);
                b.add((t2 - t1) / 1e6);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-20s %d thread(s)  gridmill %8.2f ms [%.2f..%.2f]  duckdb %8.2f ms [%.2f..%.2f]  %6.2f ns/row  ratio %5.2f  first %.0f ms%n",
                query.name(),
                threads,
                median(a),
                quantile(a, 0.25),
                quantile(a, 0.75),
                median(b),
                quantile(b, 0.25),
                quantile(b, 0.75),
                median(a) * 1e6 / rows,
                median(b) / median(a),
                firstMillis);
    }

    private static double median(List<Double> times) {
        return quantile(times, 0.5);
    }

    private static double quantile(List<Double> times, double q) {
        double[] sorted = times.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[(int) Math.round(q * (sorted.length - 1))];
    }
}
