package io.gridmill.node.grid;

import io.gridmill.core.error.GridmillException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.cache.CacheException;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.CacheMode;
import org.apache.ignite.cache.CacheWriteSynchronizationMode;
import org.apache.ignite.cache.PartitionLossPolicy;
import org.apache.ignite.cache.affinity.Affinity;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.cache.affinity.rendezvous.RendezvousAffinityFunction;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.configuration.CacheConfiguration;

/**
 * The caches that hold decisions and small state. Reads go to the primary copy, so that a read after a step sees the step.
 */
public final class ControlCaches {
    /** Copies beside the primary; more than data has by default, because a lost ledger is a lost job. */
    private static final int BACKUPS = 2;

    private static final int PARTITIONS = 64;
    private static final String JOBS = "gridmill-jobs";
    private static final String SHARES = "gridmill-shares";
    private static final String ACTIVE = "gridmill-active";
    private static final String DATASETS = "gridmill-datasets";
    private static final String SETTINGS = "gridmill-settings";
    private static final String RESULTS = "gridmill-results";
    private static final String BLOCKS = "gridmill-blocks";
    private static final String LIFE = "gridmill-life";
    private static final List<String> LEDGER = List.of(JOBS, SHARES, ACTIVE, DATASETS, SETTINGS);

    static final String GROUP = "gridmill-control";
    /**
     * An empty cache of the ledger's group whose name has the hash code of the group's name. When a loss is accepted, Ignite 2.17 lets the newest
     * copies win only in groups whose id is that of a cache among those named; without this, an old copy would be as good as the newest.
     */
    static final String NEWEST_WINS = "gridmill-contrpM";

    private static final String OPENING = "cluster state change is in progress";
    private static final int TRIES = 600;
    private static final long PAUSE_NANOS = 100_000_000L;

    private final Ignite ignite;
    /** Fetched once: to fetch it waits while the grid's state changes, and who asks must not wait. */
    private final Affinity<String> jobAffinity;

    /** The nodes that lived when the baseline was last seen to be another; empty when it was not. */
    private Set<String> strayed = Set.of();

    public ControlCaches(Ignite ignite) {
        this.ignite = ignite;
        create(List.of(
                control(JOBS),
                control(SHARES),
                control(ACTIVE),
                control(DATASETS),
                control(SETTINGS),
                control(NEWEST_WINS),
                data(RESULTS),
                data(BLOCKS),
                everywhere(LIFE)));
        jobAffinity = ignite.affinity(JOBS);
        if (!isWhole(ignite)) {
            throw GridmillException.resource(
                    "the grid must have a copy of each part of its ledger, but nodes that held the last ones are"
                            + " gone; stop all nodes and start them again: datasets and jobs of a ledger in memory are lost");
        }
    }

    /** Ignite shows a ledger as open a moment before it lets caches be made. */
    @SuppressWarnings("rawtypes") // Ignite takes a collection of raw ones
    private void create(List<CacheConfiguration> caches) {
        for (int tries = 1; ; tries++) {
            try {
                ignite.getOrCreateCaches(caches);
                return;
            } catch (CacheException e) {
                if (tries == TRIES || !String.valueOf(e.getMessage()).contains(OPENING)) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static <K, V> CacheConfiguration<K, V> control(String name) {
        return new CacheConfiguration<K, V>(name)
                .setGroupName(GROUP)
                .setCacheMode(CacheMode.PARTITIONED)
                .setAtomicityMode(CacheAtomicityMode.ATOMIC)
                .setWriteSynchronizationMode(CacheWriteSynchronizationMode.FULL_SYNC)
                .setPartitionLossPolicy(PartitionLossPolicy.READ_WRITE_SAFE)
                .setAffinity(new RendezvousAffinityFunction(false, PARTITIONS))
                .setBackups(BACKUPS)
                .setReadFromBackup(false)
                .setDataRegionName(Grid.CONTROL_REGION);
    }

    /**
     * What is only on its way has another home: batches in the journal of the node that made them, blocks at the client. So a lost
     * partition must not refuse: whoever reads it finds the entry missing, says so, and gets it put back.
     */
    private static <K, V> CacheConfiguration<K, V> data(String name) {
        return ControlCaches.<K, V>control(name)
                .setPartitionLossPolicy(PartitionLossPolicy.IGNORE)
                .setGroupName("gridmill-transfer")
                .setBackups(1)
                .setReadFromBackup(true)
                .setDataRegionName(Grid.DATA_REGION);
    }

    /** On all nodes, and in memory alone. */
    private static <K, V> CacheConfiguration<K, V> everywhere(String name) {
        return ControlCaches.<K, V>control(name)
                .setGroupName(null)
                .setCacheMode(CacheMode.REPLICATED)
                .setAffinity(new RendezvousAffinityFunction(false, 1))
                .setDataRegionName(Grid.DATA_REGION);
    }

    /**
     * Has copies kept by the nodes that are there, whatever else has been lost, unless the ledger itself waits for a node that has the last of it. To be called again
     * and again, by one thread: only what differs at two calls is not on its way.
     */
    public void followTheLiving() {
        Set<String> living = Baseline.living(ignite.cluster());
        boolean follows = living.equals(Baseline.of(ignite.cluster()));
        boolean settled = follows || living.equals(strayed);
        strayed = follows ? Set.of() : living;
        if (settled && isWhole(ignite)) {
            Baseline.follow(ignite.cluster());
        }
    }

    /** Whether every partition of the ledger, if there is one, has a copy that is up to date on a living node. */
    static boolean isWhole(Ignite ignite) {
        return LEDGER.stream()
                .map(name -> ignite.cache(name))
                .allMatch(cache -> cache == null || cache.lostPartitions().isEmpty());
    }

    /** Goes on with the newest copies that are there; when every node that kept the ledger is back, nothing is lost. */
    static void goOnWithWhatIsThere(Ignite ignite) {
        ignite.resetLostPartitions(
                Stream.concat(LEDGER.stream(), Stream.of(NEWEST_WINS)).toList());
    }

    /**
     * Whether all nodes of the baseline live. Until it has followed those that died, Ignite maps what is new to them as well, and a cache that is
     * made then has partitions that nobody holds.
     */
    public boolean keepersLive() {
        return Baseline.living(ignite.cluster()).containsAll(Baseline.of(ignite.cluster()));
    }

    /** The node that has the first copy of a job's records, so that it reads and changes them without asking another; or "" while nobody has. */
    public String keeperOf(String jobId) {
        ClusterNode node = jobAffinity.mapKeyToNode(jobId);
        return node == null ? "" : Membership.name(node);
    }

    Ignite ignite() {
        return ignite;
    }

    /** Job records by job id, as text. */
    public IgniteCache<String, String> jobs() {
        return ignite.cache(JOBS);
    }

    /** Share records, beside their job's, as text. */
    public IgniteCache<AffinityKey<String>, String> shares() {
        return ignite.cache(SHARES);
    }

    /** Ids of jobs that have not ended, and when each was accepted, milliseconds since 1970. */
    public IgniteCache<String, Long> active() {
        return ignite.cache(ACTIVE);
    }

    /** Dataset, version and load records, as text. */
    public IgniteCache<String, String> datasets() {
        return ignite.cache(DATASETS);
    }

    /** What is decided once for the grid. */
    public IgniteCache<String, String> settings() {
        return ignite.cache(SETTINGS);
    }

    /** What is known as long as one node lives, and no longer. */
    IgniteCache<String, String> life() {
        return ignite.cache(LIFE);
    }

    /** Batches that attempts produced. */
    public IgniteCache<AffinityKey<String>, byte[]> results() {
        return ignite.cache(RESULTS);
    }

    /** Blocks of files that only a client has. */
    public IgniteCache<AffinityKey<String>, byte[]> blocks() {
        return ignite.cache(BLOCKS);
    }
}
