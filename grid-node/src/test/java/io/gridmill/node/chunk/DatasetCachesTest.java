package io.gridmill.node.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.batch.ArrowMemory;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.task.CancelToken;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.apache.ignite.client.ClientCache;
import org.apache.ignite.client.IgniteClient;
import org.apache.ignite.configuration.ClientConfiguration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatasetCachesTest {
    private TestGrid grid;
    private Ignite ignite;

    @BeforeAll
    void start(@TempDir Path work) {
        grid = new TestGrid(work, 2);
        ignite = grid.node(0);
    }

    @AfterAll
    void stop() {
        grid.close();
    }

    @Test
    void everyPowerOfTwoUpTo1024MapsPartitionsToThemselves() {
        for (int partitions = 1; partitions <= 1024; partitions *= 2) {
            String generation = "affinity-" + partitions;
            DatasetCaches caches = DatasetCaches.create(ignite, generation, partitions, 1, TestGrid.REGION);
            assertThat(caches.partitions()).isEqualTo(partitions);
            for (int partition = 0; partition < partitions; partition++) {
                HeaderKey header = new HeaderKey("attempt", partition, 7);
                ColumnKey column = new ColumnKey("attempt", partition, 7, 3);
                assertThat(ignite.affinity(caches.headers().getName()).partition(header))
                        .isEqualTo(partition);
                assertThat(ignite.affinity(caches.columns().getName()).partition(column))
                        .isEqualTo(partition);
            }
            DatasetCaches.destroy(ignite, generation);
            assertThat(DatasetCaches.exists(ignite, generation)).isFalse();
        }
    }

    @Test
    void aKeyWrittenByAThinClientLandsInItsPartition() {
        DatasetCaches caches = DatasetCaches.create(ignite, "thin", 64, 1, TestGrid.REGION);
        try (IgniteClient client = Ignition.startClient(new ClientConfiguration().setAddresses(grid.clientAddress()))) {
            ClientCache<HeaderKey, byte[]> cache = client.cache(caches.headers().getName());
            for (int partition = 0; partition < 64; partition++) {
                cache.put(new HeaderKey("thin", partition, 0), new byte[] {(byte) partition});
            }
        }
        for (int partition = 0; partition < 64; partition++) {
            assertThat(caches.headers().get(new HeaderKey("thin", partition, 0)))
                    .containsExactly(partition);
        }
        DatasetCaches.destroy(ignite, "thin");
    }

    @Test
    void headersAndColumnsOfAllDatasetsLieOnTheSameNodes() {
        DatasetCaches one = DatasetCaches.create(ignite, "one", 64, 1, TestGrid.REGION);
        DatasetCaches other = DatasetCaches.create(grid.node(1), "other", 64, 1, TestGrid.REGION);
        for (int partition = 0; partition < 64; partition++) {
            assertThat(one.owners(partition)).containsExactlyInAnyOrder("node-0", "node-1");
            assertThat(other.owners(partition)).isEqualTo(one.owners(partition));
            assertThat(ignite.affinity(one.headers().getName())
                            .mapPartitionToNode(partition)
                            .consistentId())
                    .isEqualTo(one.owners(partition).get(0));
        }
        assertThat(IntStream.range(0, 64).mapToObj(p -> one.owners(p).get(0)).distinct())
                .hasSize(2);
        DatasetCaches.destroy(ignite, "one");
        DatasetCaches.destroy(ignite, "other");
    }

    @Test
    void wrongNumbersAndUnknownNamesAreRefused() {
        assertThatThrownBy(() -> DatasetCaches.create(ignite, "t", 48, 1, TestGrid.REGION))
                .hasMessage("partitions must be a power of two from 1 to 1024, got 48 [dataset=t]");
        assertThatThrownBy(() -> DatasetCaches.create(ignite, "t", 2048, 1, TestGrid.REGION))
                .hasMessageContaining("got 2048");
        assertThatThrownBy(() -> DatasetCaches.create(ignite, "t", 64, -1, TestGrid.REGION))
                .hasMessage("backups must be from 0 to 7, got -1 [dataset=t]");
        assertThatThrownBy(() -> DatasetCaches.create(ignite, "t", 64, 1, "nowhere"))
                .hasMessageStartingWith("cannot create the caches: ")
                .hasMessageContaining("nowhere");
        assertThatThrownBy(() -> DatasetCaches.open(ignite, "t"))
                .isInstanceOf(GridmillException.class)
                .hasMessage("a dataset's caches must exist, found none [dataset=t]");
        DatasetCaches.destroy(ignite, "t");
    }

    @Test
    void partitionsThatLostTheirLastCopyAreReportedByEveryRead() {
        try (BufferAllocator allocator = ArrowMemory.root(1L << 30);
                HotStore store = new HotStore(allocator, 64L << 20, 0)) {
            Ignite third = grid.startNode();
            String gone = third.cluster().localNode().consistentId().toString();
            DatasetCaches caches = DatasetCaches.create(ignite, "lossy", 16, 0, TestGrid.REGION);
            Awaitility.await()
                    .until(() -> IntStream.range(0, 16)
                            .anyMatch(p -> caches.owners(p).contains(gone)));
            ChunkWriter writer = new ChunkWriter(caches, "a", 8 << 20, CancelToken.NEVER);
            for (int partition = 0; partition < 16; partition++) {
                writer.write(partition, Trades.chunk(partition * 100L, 100, allocator));
            }
            writer.flush();
            List<Integer> onThird = IntStream.range(0, 16)
                    .filter(p -> caches.owners(p).contains(gone))
                    .boxed()
                    .toList();
            PartitionSummary lost = writer.summary().get(onThird.get(0));
            StoredChunk stored =
                    ChunkCatalog.read(caches, Trades.INFO, "a", lost).get(0);
            assertThat(caches.lostPartitions()).isEmpty();

            grid.stop(third);
            Awaitility.await().until(() -> !caches.lostPartitions().isEmpty());

            assertThat(caches.lostPartitions()).isEqualTo(onThird);
            String message = "partitions must have a living copy, lost are " + onThird + " [dataset=lossy]";
            assertThatThrownBy(caches::requireNothingLost).hasMessage(message);
            assertThatThrownBy(() -> ChunkCatalog.read(caches, Trades.INFO, "a", lost))
                    .hasMessageEndingWith(message)
                    .extracting("code")
                    .isEqualTo(ErrorCode.RESOURCE);
            assertThatThrownBy(() -> store.pin(caches, Trades.INFO, stored, Trades.ALL, CancelToken.NEVER))
                    .hasMessageEndingWith(message);
            ChunkWriter late = new ChunkWriter(caches, "b", 8 << 20, CancelToken.NEVER);
            assertThatThrownBy(() -> {
                        late.write(onThird.get(0), Trades.chunk(0, 10, allocator));
                        late.flush();
                    })
                    .hasMessageEndingWith(message);
            DatasetCaches.destroy(ignite, "lossy");
        }
    }
}
