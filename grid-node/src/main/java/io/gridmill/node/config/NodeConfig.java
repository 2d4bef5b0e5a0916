package io.gridmill.node.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node's whole configuration, checked.
 *
 * @param drainTimeout how long a stopping node may take
 * @param sweepInterval how often the node looks for due steps
 * @param effective every key with its value and where that came from, in the order of the file
 */
public record NodeConfig(
        PlaceConfig node,
        ClusterConfig cluster,
        ClientConfig client,
        HttpConfig http,
        MemoryConfig memory,
        DatasetConfig dataset,
        TableConfig table,
        RunConfig run,
        LedgerConfig ledger,
        JournalConfig journal,
        JobsConfig jobs,
        TasksConfig tasks,
        Duration drainTimeout,
        Duration sweepInterval,
        List<EffectiveValue> effective) {
    public NodeConfig {
        effective = List.copyOf(effective);
    }

    /**
     * Reads and checks the configuration.
     *
     * @param file a YAML file, or null for defaults alone
     * @param sets what {@code --set key=value} gave, by key
     * @param env the environment; variables {@code GRIDMILL_SECTION_KEY} count
     * @throws io.gridmill.core.error.GridmillException USER, naming every unknown key and wrong value with its place
     */
    public static NodeConfig load(@Nullable Path file, Map<String, String> sets, Map<String, String> env) {
        ConfigLayers layers = new ConfigLayers(Settings.all(), file, sets, env);
        layers.complain();
        NodeConfig config = new NodeConfig(
                new PlaceConfig(orAuto(layers.get(Settings.NODE_NAME)), absolute(layers.get(Settings.NODE_DATA_DIR))),
                new ClusterConfig(
                        layers.get(Settings.CLUSTER_NAME),
                        layers.get(Settings.CLUSTER_BIND_ADDRESS),
                        layers.get(Settings.CLUSTER_DISCOVERY_ADDRESSES),
                        kubernetes(layers, env),
                        ports(layers, Settings.CLUSTER_DISCOVERY_PORT, Settings.CLUSTER_DISCOVERY_PORT_RANGE),
                        ports(layers, Settings.CLUSTER_COMMUNICATION_PORT, Settings.CLUSTER_COMMUNICATION_PORT_RANGE),
                        layers.get(Settings.CLUSTER_FAILURE_DETECTION)),
                new ClientConfig(
                        layers.get(Settings.CLIENT_BIND_ADDRESS),
                        ports(layers, Settings.CLIENT_PORT, Settings.CLIENT_PORT_RANGE),
                        layers.get(Settings.CLIENT_JDBC)),
                new HttpConfig(
                        layers.get(Settings.HTTP_BIND_ADDRESS),
                        ports(layers, Settings.HTTP_PORT, Settings.HTTP_PORT_RANGE)),
                new MemoryConfig(
                        layers.get(Settings.MEMORY_DATA),
                        layers.get(Settings.MEMORY_CONTROL),
                        layers.get(Settings.MEMORY_HOT_STORE),
                        layers.get(Settings.MEMORY_TASK),
                        layers.get(Settings.MEMORY_LOAD_IN_FLIGHT)),
                new DatasetConfig(layers.get(Settings.DATASET_PARTITIONS), layers.get(Settings.DATASET_BACKUPS)),
                new TableConfig(layers.get(Settings.TABLE_MAX_ROWS)),
                new RunConfig(
                        threads(layers.get(Settings.RUN_THREADS)),
                        layers.get(Settings.RUN_CONCURRENT_SHARES),
                        layers.get(Settings.RUN_MAX_SHARE_ROWS),
                        layers.get(Settings.RUN_SPLIT_BYTES)),
                new LedgerConfig(
                        layers.get(Settings.LEDGER_PERSISTENT),
                        layers.get(Settings.LEDGER_SEARCH),
                        layers.get(Settings.LEDGER_START_WITHOUT)),
                new JournalConfig(
                        layers.get(Settings.JOURNAL_MODE),
                        orAuto(layers.get(Settings.JOURNAL_DIR)) == null
                                ? null
                                : absolute(layers.get(Settings.JOURNAL_DIR)),
                        layers.get(Settings.JOURNAL_MIN_FREE),
                        layers.get(Settings.JOURNAL_QUOTA),
                        layers.get(Settings.JOURNAL_TAKEOVER)),
                new JobsConfig(layers.get(Settings.JOBS_KEEP), layers.get(Settings.JOBS_KEEP_FOR)),
                new TasksConfig(tasksDir(layers)),
                layers.get(Settings.DRAIN_TIMEOUT),
                layers.get(Settings.SWEEP_INTERVAL),
                layers.effective());
        new CrossChecks(config, layers).run();
        layers.complain();
        return config;
    }

    private static @Nullable String orAuto(String text) {
        return text.equals(ValueType.AUTO) ? null : text;
    }

    private static @Nullable KubernetesConfig kubernetes(ConfigLayers layers, Map<String, String> env) {
        String service = layers.get(Settings.CLUSTER_KUBERNETES_SERVICE);
        return service.equals(ValueType.NONE) ? null : KubernetesConfig.of(service, env);
    }

    private static Path tasksDir(ConfigLayers layers) {
        String dir = orAuto(layers.get(Settings.TASKS_DIR));
        return dir == null ? absolute(layers.get(Settings.NODE_DATA_DIR)).resolve("tasks") : absolute(dir);
    }

    private static Path absolute(String text) {
        return Path.of(text).toAbsolutePath().normalize();
    }

    private static int threads(int configured) {
        return configured == 0 ? Runtime.getRuntime().availableProcessors() : configured;
    }

    private static PortRange ports(ConfigLayers layers, Setting<Integer> first, Setting<Integer> count) {
        return new PortRange(first.key(), layers.get(first), layers.get(count));
    }
}
