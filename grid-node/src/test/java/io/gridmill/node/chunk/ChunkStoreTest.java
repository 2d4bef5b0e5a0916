package io.gridmill.node.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.batch.ArrowMemory;
import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.chunk.EncodedChunk;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.json.Json;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.CancelToken;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.ignite.Ignite;
import org.apache.ignite.cache.CachePeekMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChunkStoreTest {
    private static final int ROWS = 1000;

    private TestGrid grid;
    private Ignite ignite;
    private DatasetCaches caches;
    private BufferAllocator allocator;

    @BeforeAll
    void start(@TempDir Path work) {
        grid = new TestGrid(work, 2);
        ignite = grid.node(0);
    }

    @AfterAll
    void stop() {
        grid.close();
    }

    @BeforeEach
    void create(TestInfo test) {
        allocator = ArrowMemory.root(1L << 30);
        caches = DatasetCaches.create(ignite, test.getTestMethod().orElseThrow().getName(), 8, 0, TestGrid.REGION);
    }

    @AfterEach
    void destroy() {
        DatasetCaches.destroy(ignite, caches.generation());
        allocator.close();
    }

    /** Chunk {@code n}, in partition {@code n % 8}, begins with row {@code n * ROWS}. */
    private List<PartitionSummary> write(String attempt, int chunks) {
        ChunkWriter writer = new ChunkWriter(caches, attempt, 256 << 10, CancelToken.NEVER);
        for (int n = 0; n < chunks; n++) {
            writer.write(n % 8, Trades.chunk((long) n * ROWS, ROWS, allocator));
        }
        writer.flush();
        return writer.summary();
    }

    private List<StoredChunk> read(String attempt, List<PartitionSummary> summaries) {
        List<StoredChunk> chunks = new ArrayList<>();
        for (PartitionSummary summary : summaries) {
            chunks.addAll(ChunkCatalog.read(caches, Trades.INFO, attempt, summary));
        }
        return chunks;
    }

    private static long firstRow(StoredChunk stored) {
        return (stored.sequence() * 8L + stored.partition()) * ROWS;
    }

    @Test
    void whatIsWrittenIsReadOnEveryNode() {
        List<PartitionSummary> summaries = write("a", 20);
        assertThat(summaries).extracting(PartitionSummary::chunks).containsExactly(3, 3, 3, 3, 2, 2, 2, 2);
        assertThat(summaries.stream().mapToLong(PartitionSummary::rows).sum()).isEqualTo(20 * ROWS);
        for (int node = 0; node < 2; node++) {
            DatasetCaches here = DatasetCaches.open(grid.node(node), caches.generation());
            try (HotStore store = new HotStore(allocator, 64 << 20, 0)) {
                for (StoredChunk stored : read("a", summaries)) {
                    try (Chunk chunk = store.pin(here, Trades.INFO, stored, Trades.ALL, CancelToken.NEVER)) {
                        assertThat(Trades.lines(chunk, allocator))
                                .isEqualTo(Trades.lines(firstRow(stored), ROWS, allocator));
                    }
                }
            }
        }
    }

    @Test
    void aSummaryGoesThroughJson() {
        PartitionSummary summary = write("a", 1).get(0);
        assertThat(Json.read(Json.write(summary), PartitionSummary.class)).isEqualTo(summary);
    }

    @Test
    void attemptsDoNotSeeEachOther() {
        List<PartitionSummary> first = write("a", 8);
        write("b", 16);
        assertThat(read("a", first)).hasSize(8);
    }

    @Test
    void aManifestThatTheGridDoesNotMatchIsAnError() {
        PartitionSummary summary = write("a", 16).get(3);
        PartitionSummary more = new PartitionSummary(3, 3, summary.rows(), summary.bytes(), summary.digest());
        assertThatThrownBy(() -> ChunkCatalog.read(caches, Trades.INFO, "a", more))
                .isInstanceOf(GridmillException.class)
                .hasMessage("a chunk that the manifest names must be in the grid, header 2 of 3 is missing [dataset="
                        + caches.generation() + ", partition=3, attempt=a]");
        PartitionSummary other = new PartitionSummary(3, 2, summary.rows(), summary.bytes(), summary.digest() + 1);
        assertThatThrownBy(() -> ChunkCatalog.read(caches, Trades.INFO, "a", other))
                .hasMessageStartingWith("a partition must be as its manifest says, PartitionSummary[partition=3")
                .hasMessageEndingWith("[dataset=" + caches.generation() + ", partition=3, attempt=a]");
    }

    @Test
    void anotherSchemaIsAnError() {
        PartitionSummary summary = write("a", 1).get(0);
        SchemaInfo other = SchemaInfo.of(TableSchema.parse("id BIGINT"));
        assertThatThrownBy(() -> ChunkCatalog.read(caches, other, "a", summary))
                .hasMessageStartingWith("a chunk must be read under the schema that it was written with");
    }

    @Test
    void aMissingOrDamagedColumnIsAnErrorAndTheNextPinTriesAgain() {
        StoredChunk stored = read("a", write("a", 1)).get(0);
        ColumnKey key = new ColumnKey("a", 0, 0, 2);
        byte[] value = caches.columns().get(key);
        try (HotStore store = new HotStore(allocator, 64 << 20, 0)) {
            byte[] damaged = value.clone();
            damaged[value.length - 1]++;
            caches.columns().put(key, damaged);
            assertThatThrownBy(() -> store.pin(caches, Trades.INFO, stored, Trades.ALL, CancelToken.NEVER))
                    .hasMessageContaining("must have the digest")
                    .hasMessageEndingWith(
                            "[dataset=" + caches.generation() + ", partition=0, attempt=a, sequence=0, column=2]");
            caches.columns().remove(key);
            assertThatThrownBy(() -> store.pin(caches, Trades.INFO, stored, Trades.ALL, CancelToken.NEVER))
                    .hasMessageContaining(
                            "column 2 is missing [dataset=" + caches.generation() + ", partition=0, attempt=a");
            assertThat(store.pinnedBytes()).isZero();
            caches.columns().put(key, value);
            store.pin(caches, Trades.INFO, stored, Trades.ALL, CancelToken.NEVER)
                    .close();
        }
    }

    @Test
    void onlyTheColumnsThatWereAskedForAreRead() {
        StoredChunk stored = read("a", write("a", 1)).get(0);
        try (HotStore store = new HotStore(allocator, 64 << 20, 0)) {
            Chunk chunk = store.pin(caches, Trades.INFO, stored, new int[] {0, 3}, CancelToken.NEVER);
            assertThat(store.misses()).isEqualTo(2);
            assertThat(chunk.column(3).rows()).isEqualTo(ROWS);
            assertThatThrownBy(() -> chunk.column(1)).hasMessageContaining("ordinal 1 is not");
            chunk.close();
            chunk.close();
            assertThat(store.pinnedBytes()).isZero();
            assertThatThrownBy(() -> chunk.column(0)).hasMessageContaining("must be pinned to be read");
            store.pin(caches, Trades.INFO, stored, new int[] {3, 4}, CancelToken.NEVER)
                    .close();
            assertThat(store.hits()).isEqualTo(1);
            assertThat(store.misses()).isEqualTo(3);
            store.pin(caches, Trades.INFO, stored, new int[0], CancelToken.NEVER)
                    .close();
        }
    }

    @Test
    void theLeastRecentlyUsedGoFirstWhenTheBudgetIsSmallerThanTheData() {
        List<StoredChunk> chunks = read("a", write("a", 8));
        long one = chunks.get(0).header().sizeBytes();
        try (HotStore store = new HotStore(allocator, 3 * one, 0)) {
            for (StoredChunk stored : chunks) {
                store.pin(caches, Trades.INFO, stored, Trades.ALL, CancelToken.NEVER)
                        .close();
                assertThat(store.sizeBytes()).isLessThanOrEqualTo(store.budgetBytes());
            }
            assertThat(store.evictions()).isPositive();
            long misses = store.misses();
            store.pin(caches, Trades.INFO, chunks.get(7), Trades.ALL, CancelToken.NEVER)
                    .close();
            assertThat(store.misses()).as("the last is still there").isEqualTo(misses);
            store.pin(caches, Trades.INFO, chunks.get(0), Trades.ALL, CancelToken.NEVER)
                    .close();
            assertThat(store.misses()).as("the first is not").isEqualTo(misses + 6);
        }
    }

    @Test
    void pinnedColumnsMayOvershootTwiceAndThenAreRefused() {
        List<StoredChunk> chunks = read("a", write("a", 8));
        long one = chunks.get(0).header().sizeBytes();
        List<Chunk> pinned = new ArrayList<>();
        try (HotStore store = new HotStore(allocator, one * 5 / 4, 1)) {
            pinned.add(store.pin(caches, Trades.INFO, chunks.get(0), Trades.ALL, CancelToken.NEVER));
            pinned.add(store.pin(caches, Trades.INFO, chunks.get(1), Trades.ALL, CancelToken.NEVER));
            assertThat(store.sizeBytes()).isGreaterThan(store.budgetBytes());
            assertThatThrownBy(() -> store.pin(caches, Trades.INFO, chunks.get(2), Trades.ALL, CancelToken.NEVER))
                    .hasMessageStartingWith("pinned columns must fit 2 times the hot store's budget of " + one * 5 / 4);
            store.pin(caches, Trades.INFO, chunks.get(0), Trades.ALL, CancelToken.NEVER)
                    .close(); // costs nothing more
            pinned.forEach(Chunk::close);
            assertThat(store.sizeBytes()).isLessThanOrEqualTo(store.budgetBytes());
        }
        try (HotStore tiny = new HotStore(allocator, 1, 1)) {
            tiny.pin(caches, Trades.INFO, chunks.get(3), Trades.ALL, CancelToken.NEVER)
                    .close();
            assertThat(tiny.sizeBytes()).isZero();
        }
    }

    @Test
    void aDroppedDatasetIsForgottenOnceItIsUnpinned() {
        List<StoredChunk> chunks = read("a", write("a", 2));
        try (HotStore store = new HotStore(allocator, 64 << 20, 0)) {
            store.pin(caches, Trades.INFO, chunks.get(0), Trades.ALL, CancelToken.NEVER)
                    .close();
            Chunk kept = store.pin(caches, Trades.INFO, chunks.get(1), Trades.ALL, CancelToken.NEVER);
            store.forget(caches.generation());
            assertThat(Trades.lines(kept, allocator)).hasSize(ROWS);
            assertThat(store.sizeBytes()).isEqualTo(store.pinnedBytes()).isPositive();
            kept.close();
            assertThat(store.sizeBytes()).isZero();
        }
    }

    @Test
    void manyThreadsReadTheSameChunksThroughASmallStore() throws Exception {
        List<StoredChunk> chunks = read("a", write("a", 24));
        long one = chunks.get(0).header().sizeBytes();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (HotStore store = new HotStore(allocator, 5 * one, 30_000)) {
            List<Future<Void>> done = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                done.add(threads.submit(reader(store, chunks, thread)));
            }
            for (Future<Void> reader : done) {
                reader.get();
            }
            assertThat(store.pinnedBytes()).isZero();
            assertThat(store.sizeBytes()).isLessThanOrEqualTo(store.budgetBytes());
            assertThat(store.evictions()).isPositive();
            assertThat(store.hits()).isPositive();
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<Void> reader(HotStore store, List<StoredChunk> chunks, long seed) {
        return () -> {
            Random random = new Random(seed);
            for (int i = 0; i < 300; i++) {
                StoredChunk stored = chunks.get(random.nextInt(chunks.size()));
                int[] ordinals = random.nextInt(4) == 0 ? new int[] {random.nextInt(6)} : Trades.ALL;
                try (Chunk chunk = store.pin(caches, Trades.INFO, stored, ordinals, CancelToken.NEVER)) {
                    if (ordinals.length == 6 && i % 10 == 0) {
                        assertThat(Trades.lines(chunk, allocator))
                                .isEqualTo(Trades.lines(firstRow(stored), ROWS, allocator));
                    }
                    assertThat(chunk.column(ordinals[0]).rows()).isEqualTo(ROWS);
                }
            }
            return null;
        };
    }

    @Test
    void whoWasCancelledNeitherWritesNorWaitsForRoomAndAWrongPartitionIsRefused() {
        CancelToken cancelled = () -> {
            throw GridmillException.user("cancelled");
        };
        ChunkWriter writer = new ChunkWriter(caches, "a", 1, CancelToken.NEVER);
        assertThatThrownBy(() -> writer.write(8, Trades.chunk(0, 1, allocator)))
                .hasMessageStartingWith("partition must be from 0 to 7, got 8");
        ChunkWriter stopped = new ChunkWriter(caches, "a", 1, cancelled);
        assertThatThrownBy(() -> stopped.write(0, Trades.chunk(0, 1, allocator)))
                .hasMessage("cancelled");
        assertThat(stopped.summary()).isEmpty();
        List<StoredChunk> chunks = read("b", write("b", 8));
        long one = chunks.get(0).header().sizeBytes();
        try (HotStore store = new HotStore(allocator, one, 30_000);
                Chunk first = store.pin(caches, Trades.INFO, chunks.get(0), Trades.ALL, CancelToken.NEVER);
                Chunk second = store.pin(caches, Trades.INFO, chunks.get(0), Trades.ALL, CancelToken.NEVER)) {
            assertThat(first.rows()).isEqualTo(second.rows());
            Chunk third = store.pin(caches, Trades.INFO, chunks.get(1), new int[] {0}, CancelToken.NEVER);
            assertThatThrownBy(() -> store.pin(caches, Trades.INFO, chunks.get(2), Trades.ALL, cancelled))
                    .hasMessage("cancelled");
            third.close();
        }
    }

    @Test
    void whatAFailedAttemptLeftIsSweptOnEveryNode() {
        List<PartitionSummary> kept = write("kept", 16);
        write("dead", 16);
        caches.headers().put(new HeaderKey("dead", 5, 2), new byte[] {1}); // killed before its columns
        List<String> asked = new ArrayList<>();
        int removed = ChunkSweep.sweep(caches, Trades.SCHEMA.size(), attempt -> {
            asked.add(attempt);
            return attempt.equals("dead");
        });
        assertThat(removed).isEqualTo(17);
        assertThat(asked).containsExactlyInAnyOrder("kept", "dead");
        assertThat(caches.headers().size()).isEqualTo(16);
        assertThat(caches.columns().size()).isEqualTo(16 * Trades.SCHEMA.size());
        assertThat(read("kept", kept)).hasSize(16);
    }

    @Test
    void aRegionThatIsNearlyFullRefusesChunksAndTheNodeLivesOn(@TempDir Path other) {
        try (TestGrid small = new TestGrid(other, 1, 64L << 20)) {
            DatasetCaches tight = DatasetCaches.create(small.node(0), "tight", 8, 0, TestGrid.REGION);
            ChunkWriter writer = new ChunkWriter(tight, "a", 4 << 20, CancelToken.NEVER);
            EncodedChunk chunk = Trades.chunk(0, 40_000, allocator);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1000; i++) {
                            writer.write(i % 8, chunk);
                        }
                    })
                    .hasMessageStartingWith("data region 'data' must keep below 90 percent")
                    .hasMessageEndingWith("[dataset=tight]")
                    .extracting("code")
                    .isEqualTo(ErrorCode.RESOURCE);
            writer.flush();
            assertThat(writer.summary().stream()
                            .mapToInt(PartitionSummary::chunks)
                            .sum())
                    .isGreaterThan(20);
            ChunkSweep.sweep(tight, Trades.SCHEMA.size(), "a"::equals);
            new ChunkWriter(tight, "b", 4 << 20, CancelToken.NEVER).write(0, chunk);
        }
    }

    @Test
    void ownCopiesAreReadWithoutTheNetwork() {
        write("a", 8);
        int own = 0;
        for (int partition = 0; partition < 8; partition++) {
            boolean primaryHere = caches.owners(partition).get(0).equals("node-0");
            byte[] peeked = caches.columns().localPeek(new ColumnKey("a", partition, 0, 0), CachePeekMode.PRIMARY);
            assertThat(peeked != null).isEqualTo(primaryHere);
            own += primaryHere ? 1 : 0;
        }
        assertThat(own).isBetween(1, 7);
    }
}
