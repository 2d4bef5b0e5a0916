package io.gridmill.node.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.batch.ArrowMemory;
import io.gridmill.core.batch.TextRows;
import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.chunk.Digests;
import io.gridmill.core.chunk.EncodedChunk;
import io.gridmill.core.chunk.InMemoryChunks;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionerTest {
    private final Map<Integer, List<EncodedChunk>> written = new TreeMap<>();
    private final List<Integer> order = new ArrayList<>();
    private BufferAllocator allocator;

    @BeforeEach
    void open() {
        allocator = ArrowMemory.root(1L << 30);
    }

    @AfterEach
    void close() {
        allocator.close();
    }

    private Partitioner partitioner(int partitions, int[] by, int first, long budget) {
        return new Partitioner(Trades.SCHEMA, partitions, by, first, budget, allocator, (partition, chunk) -> {
            written.computeIfAbsent(partition, p -> new ArrayList<>()).add(chunk);
            order.add(partition);
        });
    }

    private List<String> lines(EncodedChunk encoded) {
        List<String> lines = new ArrayList<>();
        try (Chunk chunk = InMemoryChunks.decode(encoded, Trades.SCHEMA, allocator)) {
            lines.addAll(Trades.lines(chunk, allocator));
        }
        return lines;
    }

    @Test
    void wholeChunksGoInTurnFromTheGivenPartitionAndKeepTheRowsOrder() {
        int[] sizes = {70_000, 10, 65_536, 3};
        int total = 0;
        try (Partitioner partitioner = partitioner(4, new int[0], 6, 64 << 20)) {
            for (int rows : sizes) {
                try (VectorSchemaRoot batch = Trades.batch(total, rows, allocator)) {
                    partitioner.add(batch);
                }
                total += rows;
            }
            partitioner.finish();
            assertThat(partitioner.openBytes()).isZero();
        }
        assertThat(order).containsExactly(2, 3, 0);
        List<String> all = new ArrayList<>();
        Map<Integer, Integer> next = new TreeMap<>();
        for (int partition : order) {
            all.addAll(lines(written.get(partition).get(next.merge(partition, 1, Integer::sum) - 1)));
        }
        assertThat(all).isEqualTo(Trades.lines(0, total, allocator));
    }

    @Test
    void equalKeysLieTogetherAndEveryRowIsThereOnceInOrder() {
        Random random = new Random(5);
        int total = 0;
        try (Partitioner partitioner = partitioner(16, new int[] {2, 4}, 0, 64 << 20)) {
            while (total < 60_000) {
                int rows = 1 + random.nextInt(9_000);
                try (VectorSchemaRoot batch = Trades.batch(total, rows, allocator)) {
                    partitioner.add(batch);
                }
                total += rows;
            }
            partitioner.finish();
        }
        Map<String, Integer> partitionOf = new TreeMap<>();
        Set<String> found = new HashSet<>();
        written.forEach((partition, chunks) -> {
            long last = -1;
            for (EncodedChunk chunk : chunks) {
                for (String line : lines(chunk)) {
                    String[] fields = line.split(", ");
                    String key = fields[2] + fields[4];
                    assertThat(partitionOf.putIfAbsent(key, partition)).isIn(null, partition);
                    long id = Long.parseLong(fields[0].substring(1));
                    assertThat(id).isGreaterThan(last);
                    last = id;
                    assertThat(found.add(line)).isTrue();
                }
            }
        });
        assertThat(partitionOf).hasSize(10);
        assertThat(found).isEqualTo(new HashSet<>(Trades.lines(0, total, allocator)));
    }

    /** Rows whose books are places in a dictionary that begins with {@code unused}, or written out. */
    private void addCoded(Partitioner partitioner, long firstId, int rows, String unused, boolean coded) {
        try (VectorSchemaRoot batch = Trades.batch(firstId, rows, allocator);
                VarCharVector dictionary = new VarCharVector("book", allocator);
                IntVector places = new IntVector(TextRows.placesField("book", 2), allocator)) {
            List<String> texts = new ArrayList<>(List.of(unused));
            IntStream.range(0, 5).forEach(i -> texts.add(Trades.book(i)));
            for (int i = 0; i < texts.size(); i++) {
                dictionary.setSafe(i, texts.get(i).getBytes(StandardCharsets.UTF_8));
            }
            dictionary.setValueCount(texts.size());
            for (int i = 0; i < rows; i++) {
                places.setSafe(i, texts.indexOf(Trades.book(firstId + i)));
            }
            places.setValueCount(rows);
            List<FieldVector> vectors = new ArrayList<>(batch.getFieldVectors());
            vectors.set(2, coded ? places : vectors.get(2));
            partitioner.add(new VectorSchemaRoot(vectors), number -> dictionary);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void textsThatArePlacesInDictionariesAreStoredAsIfWrittenOut(int byHash) {
        int total = 0;
        try (Partitioner partitioner = partitioner(2, byHash == 0 ? new int[0] : new int[] {2}, 0, 64 << 20)) {
            // Two dictionaries in the first chunk; a batch that is written out in the second; the last chunk has places
            // only.
            String longer = "x".repeat(50_000);
            int[] sizes = {40_000, 20_000, 15_536, 10_000, 45_536, 30_000};
            boolean[] coded = {true, true, true, false, true, true};
            for (int i = 0; i < sizes.length; i++) {
                addCoded(partitioner, total, sizes[i], i == 1 ? longer : "none", coded[i]);
                total += sizes[i];
            }
            partitioner.finish();
        }
        List<String> all = new ArrayList<>();
        List<EncodedChunk> chunks = new ArrayList<>();
        written.values().forEach(chunks::addAll);
        for (EncodedChunk chunk : chunks) {
            all.addAll(lines(chunk));
            assertThat(chunk.header().columns().get(2).sizeBytes()).isLessThan(100_000);
        }
        assertThat(all).containsExactlyInAnyOrderElementsOf(Trades.lines(0, total, allocator));
    }

    @Test
    void rowsThatArePlacesTakeNoMoreThanTheirPlacesWhileTheirChunkIsOpen() {
        int rows = 1_500;
        TableSchema schema = TableSchema.parse("s VARCHAR");
        try (VarCharVector dictionary = new VarCharVector("s", allocator);
                IntVector places = new IntVector(TextRows.placesField("s", 0), allocator);
                Partitioner partitioner = new Partitioner(
                        schema,
                        1,
                        new int[0],
                        0,
                        64 << 20,
                        allocator,
                        (partition, chunk) -> written.put(partition, List.of(chunk)))) {
            dictionary.setSafe(0, "a".repeat(1_000).getBytes(StandardCharsets.UTF_8));
            dictionary.setSafe(1, "b".repeat(1_000).getBytes(StandardCharsets.UTF_8));
            dictionary.setValueCount(2);
            for (int row = 0; row < rows; row++) {
                places.setSafe(row, row & 1);
            }
            places.setValueCount(rows);
            partitioner.add(VectorSchemaRoot.of(places), number -> dictionary);
            assertThat(partitioner.openBytes())
                    .as("written out it would be 1.5 MB")
                    .isLessThan(100_000);
            partitioner.finish();
        }
        assertThat(written.get(0).get(0).header().rows()).isEqualTo(rows);
    }

    @Test
    void aDictionaryThatWouldMakeAChunkTooLargeIsWrittenOut() {
        String large = "x".repeat(1_500_000);
        try (Partitioner partitioner = partitioner(2, new int[0], 0, 64 << 20)) {
            addCoded(partitioner, 0, 1_000, large, true);
            addCoded(partitioner, 1_000, 1_000, large, true);
            addCoded(partitioner, 2_000, 1_000, large, true);
            assertThat(partitioner.openBytes())
                    .as("holds one dictionary at most")
                    .isLessThan(2 << 20);
            partitioner.finish();
        }
        assertThat(lines(written.get(0).get(0))).isEqualTo(Trades.lines(0, 3_000, allocator));
    }

    @Test
    void openChunksStayWithinTheirBudget() {
        try (Partitioner partitioner = partitioner(64, new int[] {0}, 0, 1 << 20)) {
            for (int i = 0; i < 40; i++) {
                try (VectorSchemaRoot batch = Trades.batch(i * 4096L, 4096, allocator)) {
                    partitioner.add(batch);
                }
                assertThat(partitioner.openBytes()).isLessThanOrEqualTo(1 << 20);
                assertThat(allocator.getAllocatedMemory()).isLessThanOrEqualTo(1 << 20);
            }
            partitioner.finish();
        }
        assertThat(written.keySet()).hasSize(64);
        long rows = written.values().stream()
                .flatMap(List::stream)
                .mapToLong(chunk -> chunk.header().rows())
                .sum();
        assertThat(rows).isEqualTo(40 * 4096);
        assertThat(order.size()).as("chunks are smaller, but not tiny").isBetween(65, 2_000);
    }

    @Test
    void aChunkIsSealedWhenAColumnReaches2MiB() {
        TableSchema schema = TableSchema.parse("text VARCHAR");
        byte[] kibibyte = "x".repeat(1020).getBytes(StandardCharsets.UTF_8);
        List<Integer> rows = new ArrayList<>();
        try (VectorSchemaRoot batch = VectorSchemaRoot.create(schema.toArrow(), allocator);
                Partitioner partitioner = new Partitioner(
                        schema,
                        4,
                        new int[0],
                        0,
                        64 << 20,
                        allocator,
                        (p, chunk) -> rows.add(chunk.header().rows()))) {
            for (int i = 0; i < 5000; i++) {
                ((VarCharVector) batch.getVector(0)).setSafe(i, kibibyte);
            }
            batch.setRowCount(5000);
            partitioner.add(batch);
            ((VarCharVector) batch.getVector(0)).setSafe(0, new byte[5 << 20]);
            batch.setRowCount(1);
            partitioner.add(batch);
            partitioner.finish();
        }
        assertThat(rows).containsExactly(2048, 2048, 905);
    }

    @Test
    void aPartitionerThatIsNotFinishedFreesItsMemory() {
        Partitioner partitioner = partitioner(8, new int[] {0}, 0, 64 << 20);
        try (VectorSchemaRoot batch = Trades.batch(0, 5000, allocator)) {
            partitioner.add(batch);
        }
        assertThat(partitioner.openBytes()).isPositive();
        partitioner.close();
        assertThat(allocator.getAllocatedMemory()).isZero();
    }

    @Test
    void aBatchOfAnotherSchemaIsRefused() {
        TableSchema other = TableSchema.parse("id BIGINT");
        try (Partitioner partitioner = partitioner(8, new int[0], 0, 1 << 20);
                VectorSchemaRoot batch = VectorSchemaRoot.create(other.toArrow(), allocator)) {
            assertThatThrownBy(() -> partitioner.add(batch))
                    .hasMessageStartingWith("a batch must have the columns id BIGINT, price");
        }
        assertThatThrownBy(() -> partitioner(6, new int[0], 0, 1))
                .hasMessage("partitions must be a power of two, got 6");
    }

    @Test
    void aKeyOfAnyIntegerTypeHasTheSamePartition() {
        TableSchema schema = TableSchema.parse("a BIGINT, b INTEGER");
        try (VectorSchemaRoot batch = VectorSchemaRoot.create(schema.toArrow(), allocator)) {
            for (int i = 0; i < 1000; i++) {
                ((BigIntVector) batch.getVector(0)).setSafe(i, i - 500);
                ((IntVector) batch.getVector(1)).setSafe(i, i - 500);
            }
            batch.setRowCount(1000);
            int[] ofLong = new PartitionHash(new int[] {0}, new ColumnType[] {ColumnType.BIGINT}, 64)
                    .partitions(batch, TextRows.NO_DICTIONARIES);
            int[] ofInt = new PartitionHash(new int[] {1}, new ColumnType[] {ColumnType.INTEGER}, 64)
                    .partitions(batch, TextRows.NO_DICTIONARIES);
            assertThat(ofInt).isEqualTo(ofLong);
            byte[] documented = ByteBuffer.allocate(16)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(0)
                    .putLong(-500)
                    .array();
            assertThat(ofLong[0]).isEqualTo((int) Digests.of(documented) & 63);
            assertThat(ofLong).as("as data in grids was laid").startsWith(25, 38, 62, 51, 46, 18, 0, 41);
        }
    }
}
