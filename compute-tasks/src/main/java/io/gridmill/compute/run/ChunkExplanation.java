package io.gridmill.compute.run;

import io.gridmill.compute.kernel.Budget;
import io.gridmill.compute.kernel.KernelShape;
import io.gridmill.compute.kernel.KernelSpec;
import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.chunk.ChunkHeader;
import io.gridmill.core.chunk.ColumnHeader;
import io.gridmill.core.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** Says what a scan would read of a dataset's chunks, and with which kernel. */
final class ChunkExplanation {
    private final TableSchema dataset;
    private final List<ChunkHeader> headers;
    private final IntFunction<Chunk> sample;

    /** @param sample pins a chunk by its place in the headers */
    ChunkExplanation(TableSchema dataset, List<ChunkHeader> headers, IntFunction<Chunk> sample) {
        this.dataset = dataset;
        this.headers = List.copyOf(headers);
        this.sample = sample;
    }

    /** The plan, what it reads, and the source of the kernel that the first chunk gets. */
    String of(ScanPlan scan) {
        List<Integer> read = new ArrayList<>();
        for (int n = 0; n < headers.size(); n++) {
            if (scan.zoneMaps().mayMatch(headers.get(n))) {
                read.add(n);
            }
        }
        StringBuilder text = new StringBuilder(scan.text().stripTrailing()).append('\n');
        List<ChunkHeader> chunks = read.stream().map(headers::get).toList();
        text.append(String.format(
                Locale.ROOT,
                "Reads %,d of %,d chunks, %,d of %,d rows, %,d of %,d bytes%n",
                chunks.size(),
                headers.size(),
                rows(chunks),
                rows(headers),
                bytes(chunks, scan.columns()),
                headers.stream().mapToLong(ChunkHeader::sizeBytes).sum()));
        if (chunks.isEmpty()) {
            return text.append("Kernel for any chunk:\n")
                    .append(scan.kernels().general().source())
                    .toString();
        }
        for (int column : scan.columns()) {
            text.append(describe(column, chunks));
        }
        return text.append("Kernel for the first of them:\n")
                .append(kernel(scan.over(chunks), read.get(0)))
                .toString();
    }

    private static long rows(List<ChunkHeader> chunks) {
        return chunks.stream().mapToLong(ChunkHeader::rows).sum();
    }

    private static long bytes(List<ChunkHeader> chunks, List<Integer> columns) {
        return chunks.stream()
                .mapToLong(chunk -> columns.stream()
                        .mapToLong(column -> chunk.columns().get(column).decodedBytes())
                        .sum())
                .sum();
    }

    /** A line such as {@code l_shipdate DATE: INTEGER in 92, 12,002,840 bytes, no NULLs}. */
    private String describe(int column, List<ChunkHeader> chunks) {
        Map<String, Integer> encodings = new TreeMap<>();
        long nulls = 0;
        for (ChunkHeader chunk : chunks) {
            ColumnHeader header = chunk.columns().get(column);
            String compressed = header.sizeBytes() < header.decodedBytes() ? " compressed" : "";
            encodings.merge(header.encoding().name() + compressed, 1, Integer::sum);
            nulls += header.nullCount();
        }
        StringBuilder text = new StringBuilder("  ")
                .append(dataset.column(column).name())
                .append(' ')
                .append(dataset.column(column).type())
                .append(": ");
        String comma = "";
        for (Map.Entry<String, Integer> encoding : encodings.entrySet()) {
            text.append(comma).append(encoding.getKey()).append(" in ").append(encoding.getValue());
            comma = ", ";
        }
        return text.append(String.format(
                        Locale.ROOT,
                        ", %,d bytes, %s NULLs%n",
                        bytes(chunks, List.of(column)),
                        nulls == 0 ? "no" : String.format(Locale.ROOT, "%,d", nulls)))
                .toString();
    }

    private String kernel(ScanPlan scan, int first) {
        List<KernelSpec.Input> inputs = scan.kernels().spec().inputs();
        StringPool pool = new StringPool(new Budget(Long.MAX_VALUE));
        InputReader[] readers = new InputReader[inputs.size()];
        for (int n = 0; n < readers.length; n++) {
            readers[n] = InputReader.of(n, inputs.get(n), pool);
        }
        try (Chunk chunk = sample.apply(first)) {
            KernelShape shape = InputReader.open(readers, inputs, chunk);
            return scan.kernels().kernel(shape).source();
        }
    }
}
