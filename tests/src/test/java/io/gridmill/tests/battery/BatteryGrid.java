package io.gridmill.tests.battery;

import io.gridmill.client.Gridmill;
import io.gridmill.client.Load;
import io.gridmill.core.job.LoadSpec;
import io.gridmill.core.job.WriteMode;
import io.gridmill.tests.cluster.NodeProcess;
import io.gridmill.tests.cluster.ProcessCluster;
import io.gridmill.tests.fault.OrderLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Three nodes with dataset {@code lines}, used by one round after the other as long as they are well. Each node's files lie on a disk
 * whose power can be cut, where that is possible.
 */
final class BatteryGrid implements AutoCloseable {
    static final int NODES = 3;
    static final String DATASET = "lines";
    private static final Duration LOAD = Duration.ofSeconds(120);

    private final Path folder;
    private final Path csv;
    private final Map<String, LoopDisk> disks = new LinkedHashMap<>();
    private final ProcessCluster cluster;

    /**
     * @param name of the folder for the nodes' logs; they are the grid's own
     * @param csv the rows of the dataset
     * @param diskFolder where the nodes' disks are made
     * @param powerCuts whether they are such whose power can be cut
     * @param persistent whether the ledger is on the disks, too
     * @param mutant name of a fault of the protocol that the nodes have, or empty
     */
    BatteryGrid(String name, Path csv, Path diskFolder, boolean powerCuts, boolean persistent, String mutant) {
        this.csv = csv;
        this.folder = diskFolder;
        cluster = ProcessCluster.of(name, NODES)
                .dataIn(folder)
                .with("run.max-share-rows", "4000")
                .with("run.concurrent-shares", "1")
                .with("run.threads", "2")
                .with("dataset.backups", "2")
                .with("journal.takeover", "60s")
                .with("jobs.keep", "10");

        if (persistent) {
            cluster.with("ledger.persistent", "true");
        }
        if (!mutant.isEmpty()) {
            cluster.flag("-Dgridmill.mutant=" + mutant);
        }
        try {
            Files.createDirectories(folder);
            if (powerCuts) {
                for (int i = 0; i < NODES; i++) {
                    String node = Character.toString('a' + i);
                    disks.put(node, LoopDisk.at(folder.resolve("node-" + node)));
                }
            }
            cluster.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    ProcessCluster cluster() {
        return cluster;
    }

    Gridmill client() {
        return cluster.client();
    }

    boolean hasDisks() {
        return !disks.isEmpty();
    }

    LoopDisk disk(NodeProcess node) {
        LoopDisk disk = disks.get(node.name());
        if (disk == null) {
            throw new IllegalStateException("node " + node.name() + " has no disk of its own");
        }
        return disk;
    }

    /** All nodes live, are one grid, and hold the dataset. */
    void heal() {
        cluster.heal();
        boolean whole = client().datasets().stream()
                .anyMatch(info ->
                        info.name().equals(DATASET) && info.lostPartitions().isEmpty() && info.rows() == Battery.ROWS);
        if (!whole) {
            load(DATASET, 2);
        }
    }

    /** Loads the rows into a dataset with so many backups, in place of what it held. */
    void load(String dataset, int backups) {
        LoadSpec load = Load.into(dataset)
                .from(csv.toString())
                .columns(OrderLines.COLUMNS)
                .option("header", "true")
                .mode(WriteMode.REPLACE)
                .partitionBy("orderkey")
                .backups(backups)
                .spec();
        client().load(load).await(LOAD);
    }

    /** Nodes that live and are not stopped. */
    List<NodeProcess> running() {
        return cluster.nodes().stream()
                .filter(node -> node.isAlive() && !node.isStopped())
                .toList();
    }

    /** Leaves nothing of a dead node's files. */
    static void wipe(NodeProcess node) {
        try (Stream<Path> paths = Files.walk(node.dataFolder())) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(node.dataFolder()) && !path.endsWith("lost+found")) {
                    Files.delete(path);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            cluster.close();
        } catch (RuntimeException e) {
            System.err.println("the battery's cluster could not be closed cleanly: " + e);
        } finally {
            disks.values().forEach(LoopDisk::close);
        }
    }
}
