package io.gridmill.node.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.sink.AttemptId;
import io.gridmill.node.chunk.TestGrid;
import io.gridmill.node.grid.RegionRoom;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.cache.affinity.rendezvous.RendezvousAffinityFunction;
import org.apache.ignite.configuration.CacheConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultStoreTest {
    private static final long REGION_BYTES = 64L << 20;

    @TempDir
    Path folder;

    private static IgniteCache<AffinityKey<String>, byte[]> cache(Ignite node) {
        return node.getOrCreateCache(new CacheConfiguration<AffinityKey<String>, byte[]>("results")
                .setAffinity(new RendezvousAffinityFunction(false, 64))
                .setDataRegionName(TestGrid.REGION));
    }

    private static AttemptId attempt(int share) {
        return new AttemptId("g1", "job", Integer.toString(share), 1, "node-0", "i1");
    }

    private static void fill(ResultStore store, AttemptId attempt) {
        for (int number = 0; number < REGION_BYTES >> 20; number++) {
            store.put(attempt, number, new byte[1 << 20]);
        }
    }

    @Test
    void aRegionThatIsNearlyFullRefusesResultsAndTheNodeLivesOn() {
        try (TestGrid grid = new TestGrid(folder, 1, REGION_BYTES)) {
            ResultStore store = new ResultStore(cache(grid.node(0)), new RegionRoom(grid.node(0), TestGrid.REGION));

            assertThatThrownBy(() -> fill(store, attempt(1)))
                    .hasMessageStartingWith("data region 'data' must keep below 90 percent")
                    .hasMessageContaining(" on this node; ")
                    .hasMessageEndingWith("keep fewer results (jobs.keep) [job=job share=1]")
                    .extracting("code")
                    .isEqualTo(ErrorCode.RESOURCE);

            assertThat(store.get(attempt(1), 0)).hasSize(1 << 20);
            store.drop(attempt(1), 64);
            store.put(attempt(2), 0, new byte[1 << 20]);
        }
    }

    @Test
    void nodesThatHoldAResultAreAskedForRoom() {
        try (TestGrid grid = new TestGrid(folder, 2, REGION_BYTES)) {
            IgniteCache<AffinityKey<String>, byte[]> cache = cache(grid.node(0));
            ResultStore store = new ResultStore(cache, new RegionRoom(grid.node(0), TestGrid.REGION));
            AttemptId elsewhere = IntStream.range(0, 64)
                    .mapToObj(ResultStoreTest::attempt)
                    .filter(attempt -> grid.node(1)
                            .<AffinityKey<String>>affinity("results")
                            .isPrimary(
                                    grid.node(1).cluster().localNode(),
                                    new AffinityKey<>("", attempt.jobId() + "/" + attempt.share())))
                    .findFirst()
                    .orElseThrow();

            assertThatThrownBy(() -> fill(store, elsewhere))
                    .hasMessageStartingWith("data region 'data' must keep below 90 percent")
                    .hasMessageContaining(" on node node-1; ");

            assertThat(store.get(elsewhere, 0)).hasSize(1 << 20);
            assertThat(grid.node(0).cluster().nodes()).hasSize(2);
        }
    }
}
