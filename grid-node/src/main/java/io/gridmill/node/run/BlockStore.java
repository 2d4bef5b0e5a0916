package io.gridmill.node.run;

import io.gridmill.core.error.GridmillException;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.AffinityKey;

/** Blocks of files that only a client has, in the grid until their load has ended. Thread-safe. */
public final class BlockStore {
    private final IgniteCache<AffinityKey<String>, byte[]> blocks;

    public BlockStore(IgniteCache<AffinityKey<String>, byte[]> blocks) {
        this.blocks = blocks;
    }

    public void put(String jobId, int index, byte[] block) {
        blocks.put(key(jobId, index), block);
    }

    byte[] get(String jobId, int index) {
        byte[] block = blocks.get(key(jobId, index));
        if (block == null) {
            throw GridmillException.resource(
                    "block " + index + " of the client's file must be in the grid, it is not [job=" + jobId + "]");
        }
        return block;
    }

    /** Drops the blocks of a load that has ended. */
    public void drop(String jobId, int count) {
        for (int index = 0; index < count; index++) {
            blocks.remove(key(jobId, index));
        }
    }

    private static AffinityKey<String> key(String jobId, int index) {
        return new AffinityKey<>(jobId + "/" + index, jobId + "/" + index);
    }
}
