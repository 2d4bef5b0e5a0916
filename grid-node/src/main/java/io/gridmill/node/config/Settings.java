package io.gridmill.node.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Every config key, declared once, in the order of the file. To add one: declare it here and give it to a record in {@link NodeConfig}. */
final class Settings {
    private static final List<Setting<?>> DECLARED = new ArrayList<>();

    static final Setting<String> NODE_NAME = declare(
            "node.name",
            ValueType.name(true),
            ValueType.AUTO,
            "The node's lasting name, unique in the cluster; auto makes one and keeps it in the node's slot.");
    static final Setting<String> NODE_DATA_DIR = declare(
            "node.data-dir",
            ValueType.path(false),
            "./gridmill-data",
            "Where nodes of this machine keep their files, each in a slot of its own; relative to where the node is started.");

    static final Setting<String> CLUSTER_NAME = declare(
            "cluster.name",
            ValueType.name(false),
            "gridmill",
            "Only nodes with the same cluster name join each other.");
    static final Setting<String> CLUSTER_BIND_ADDRESS = declare(
            "cluster.bind-address",
            ValueType.host(),
            "127.0.0.1",
            "Where nodes listen for each other; anything but loopback opens the node to that network.");
    static final Setting<List<String>> CLUSTER_DISCOVERY_ADDRESSES = declare(
            "cluster.discovery-addresses",
            ValueType.addresses(),
            "127.0.0.1:47500..47519",
            "Where a starting node looks for others; name some machines of the cluster, each with its discovery ports.");
    static final Setting<String> CLUSTER_KUBERNETES_SERVICE = declare(
            "cluster.kubernetes-service",
            ValueType.kubernetesService(),
            ValueType.NONE,
            "In Kubernetes: the headless service of the nodes, whose endpoints are asked for instead of discovery-addresses.");
    static final Setting<Integer> CLUSTER_DISCOVERY_PORT =
            port("cluster.discovery-port", "47500", "First port that a node tries for discovery.");
    static final Setting<Integer> CLUSTER_DISCOVERY_PORT_RANGE =
            range("cluster.discovery-port-range", "20", "How many ports it tries from there.");
    static final Setting<Integer> CLUSTER_COMMUNICATION_PORT =
            port("cluster.communication-port", "47100", "First port that a node tries for traffic between nodes.");
    static final Setting<Integer> CLUSTER_COMMUNICATION_PORT_RANGE =
            range("cluster.communication-port-range", "100", "How many ports it tries from there.");
    static final Setting<Duration> CLUSTER_FAILURE_DETECTION = declare(
            "cluster.failure-detection",
            ValueType.duration("1s", "10m"),
            "10s",
            "A node that is silent for longer is dead to the others, and its shares are taken over.");

    static final Setting<String> CLIENT_BIND_ADDRESS = declare(
            "client.bind-address",
            ValueType.host(),
            "127.0.0.1",
            "Where clients connect; loopback keeps other machines out.");
    static final Setting<Integer> CLIENT_PORT =
            port("client.port", "10800", "First port that a node tries for clients.");
    static final Setting<Integer> CLIENT_PORT_RANGE =
            range("client.port-range", "100", "How many ports it tries from there.");
    static final Setting<Boolean> CLIENT_JDBC = declare(
            "client.jdbc",
            ValueType.truth(),
            "true",
            "Whether Ignite's JDBC driver may connect there too, to ask the tables that jobs publish.");

    static final Setting<String> HTTP_BIND_ADDRESS = declare(
            "http.bind-address",
            ValueType.host(),
            "127.0.0.1",
            "Where /livez, /readyz and /metrics answer; loopback keeps other machines out.");
    static final Setting<Integer> HTTP_PORT = port("http.port", "8080", "First port that a node tries for HTTP.");
    static final Setting<Integer> HTTP_PORT_RANGE =
            range("http.port-range", "100", "How many ports it tries from there.");

    static final Setting<Long> MEMORY_DATA = declare(
            "memory.data",
            ValueType.size("32MiB", "64TiB"),
            "1GiB",
            "Chunks of datasets, tables and results in the grid, backups included, on this node; off heap.");
    static final Setting<Long> MEMORY_CONTROL = declare(
            "memory.control",
            ValueType.size("32MiB", "64GiB"),
            "64MiB",
            "Records of jobs, shares and datasets on this node; off heap.");
    static final Setting<Long> MEMORY_HOT_STORE = declare(
            "memory.hot-store",
            ValueType.size("1MiB", "64TiB"),
            "512MiB",
            "Decoded columns kept for the next job; a larger dataset still runs, and is decoded again.");
    static final Setting<Long> MEMORY_TASK = declare(
            "memory.task",
            ValueType.size("1MiB", "64TiB"),
            "512MiB",
            "What one running attempt of a share may allocate before it fails.");
    static final Setting<Long> MEMORY_LOAD_IN_FLIGHT = declare(
            "memory.load-in-flight",
            ValueType.size("1MiB", "1TiB"),
            "64MiB",
            "Chunks of loads that are built and not yet stored; readers wait beyond it.");

    static final Setting<Integer> DATASET_PARTITIONS = declare(
            "dataset.partitions",
            ValueType.powerOfTwo(1024),
            "64",
            "Partitions of a new dataset; datasets with as many lie together, so joins between them stay on a node.");
    static final Setting<Integer> DATASET_BACKUPS = declare(
            "dataset.backups",
            ValueType.count(0, 7),
            "1",
            "Copies of each partition besides the first; as many nodes may be lost at once without losing data.");

    static final Setting<Long> TABLE_MAX_ROWS = declare(
            "table.max-rows",
            ValueType.longCount(1, 1_000_000_000L),
            "1000000",
            "Rows that a published table may have; a job whose result has more fails.");

    static final Setting<Integer> RUN_THREADS = declare(
            "run.threads",
            ValueType.count(0, 1024),
            "0",
            "Threads that read sources and run logic; 0 is one for each core.");
    static final Setting<Integer> RUN_CONCURRENT_SHARES =
            declare("run.concurrent-shares", ValueType.count(1, 256), "2", "Shares that the node runs side by side.");
    static final Setting<Long> RUN_MAX_SHARE_ROWS = declare(
            "run.max-share-rows",
            ValueType.longCount(1, 1_000_000_000_000L),
            "16000000",
            "A job is cut so that no share reads more rows, as far as partitions allow: the most that is done again after a failure.");
    static final Setting<Long> RUN_SPLIT_BYTES = declare(
            "run.split-bytes",
            ValueType.size("64KiB", "1GiB"),
            "32MiB",
            "Large source files are read in splits of about this size.");

    static final Setting<Boolean> LEDGER_PERSISTENT = declare(
            "ledger.persistent",
            ValueType.truth(),
            "false",
            "Whether jobs and their history outlive the last node, on the disks of all nodes; the same on all of them.");
    static final Setting<Duration> LEDGER_SEARCH = declare(
            "ledger.search",
            ValueType.duration("100ms", "1h"),
            "10s",
            "How long a node without a ledger on its disk looks for nodes that have one, before a new ledger is made.");
    static final Setting<List<String>> LEDGER_START_WITHOUT = declare(
            "ledger.start-without",
            ValueType.names(),
            ValueType.NONE,
            "After all nodes have stopped: those that will never come back, so that the others do not wait; what only they knew is lost.");

    static final Setting<JournalConfig.Mode> JOURNAL_MODE = declare(
            "journal.mode",
            ValueType.choice(JournalConfig.Mode.class),
            "fsync",
            "What a committed result survives: fsync a loss of power, os only a killed process.");
    static final Setting<String> JOURNAL_DIR = declare(
            "journal.dir",
            ValueType.path(true),
            ValueType.AUTO,
            "Where results are kept until they are in their sinks, on a local disk; auto is the folder journal in the node's slot.");
    static final Setting<Long> JOURNAL_MIN_FREE = declare(
            "journal.min-free",
            ValueType.size("0B", "64TiB"),
            "256MiB",
            "The journal refuses results that would leave less free space on its disk.");
    static final Setting<Long> JOURNAL_QUOTA = declare(
            "journal.quota",
            ValueType.size("1MiB", "64TiB"),
            "64GiB",
            "Results that may wait in the journal for their sinks; from three quarters of it on new jobs wait, beyond it they are refused.");
    static final Setting<Duration> JOURNAL_TAKEOVER = declare(
            "journal.takeover",
            ValueType.duration("1s", "7d"),
            "30s",
            "How long the only holder of a needed result may be away before its share is run again.");

    static final Setting<Integer> JOBS_KEEP = declare(
            "jobs.keep",
            ValueType.count(0, 1_000_000),
            "10000",
            "Finished jobs that stay readable; the oldest go first.");
    static final Setting<Duration> JOBS_KEEP_FOR = declare(
            "jobs.keep-for", ValueType.duration("1m", "3650d"), "7d", "How long a finished job stays readable.");

    static final Setting<String> TASKS_DIR = declare(
            "tasks.dir",
            ValueType.path(true),
            ValueType.AUTO,
            "Where the jars of Java tasks are, put there by who runs the node; auto is the folder tasks in node.data-dir.");

    static final Setting<Duration> DRAIN_TIMEOUT = declare(
            "drain.timeout",
            ValueType.duration("0s", "24h"),
            "60s",
            "How long a stopping node may take to end or hand over its shares and partitions.");
    static final Setting<Duration> SWEEP_INTERVAL = declare(
            "sweep.interval",
            ValueType.duration("100ms", "1m"),
            "1s",
            "How often a node looks for due steps that no message told it of.");

    private Settings() {}

    static List<Setting<?>> all() {
        return List.copyOf(DECLARED);
    }

    private static Setting<Integer> port(String key, String defaultText, String explanation) {
        return declare(key, ValueType.count(1, 65_535), defaultText, explanation);
    }

    private static Setting<Integer> range(String key, String defaultText, String explanation) {
        return declare(key, ValueType.count(1, 10_000), defaultText, explanation);
    }

    private static <T> Setting<T> declare(String key, ValueType<T> type, String defaultText, String explanation) {
        Setting<T> setting = new Setting<>(key, type, defaultText, explanation);
        DECLARED.add(setting);
        return setting;
    }
}
