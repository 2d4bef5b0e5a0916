package io.gridmill.node.config;

import java.time.Duration;
import java.util.List;

/**
 * Whether the ledger outlives the last node.
 *
 * @param persistent whether the records of jobs, shares and datasets are kept on disk, too
 * @param search how long a node without a ledger on its disk looks for nodes that have one
 * @param startWithout names of nodes that will not come back, so that a stopped grid starts without them
 */
public record LedgerConfig(boolean persistent, Duration search, List<String> startWithout) {
    public LedgerConfig {
        startWithout = List.copyOf(startWithout);
    }
}
