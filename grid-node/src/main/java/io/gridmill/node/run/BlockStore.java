package io.gridmill.node.run;

import io.gridmill.core.error.GridmillException;
import io.gridmill.node.grid.AcceptedLoss;
import io.gridmill.node.grid.RegionRoom;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.AffinityKey;

/** Blocks of files that only a client has, in the grid until their load has ended. Thread-safe. */
public final class BlockStore {
    private final IgniteCache<AffinityKey<String>, byte[]> blocks;
    private final RegionRoom room;

    /** @param room of the region that the blocks are in */
    public BlockStore(IgniteCache<AffinityKey<String>, byte[]> blocks, RegionRoom room) {
        this.blocks = blocks;
        this.room = room;
    }

    /** @throws GridmillException RESOURCE when there is no room for the block */
    public void put(String jobId, int index, byte[] block) {
        room.require(block.length, "block " + index + " of the client's file, job=" + jobId);
        AcceptedLoss.in(blocks, () -> blocks.put(key(jobId, index), block));
    }

    byte[] get(String jobId, int index) {
        byte[] block = AcceptedLoss.in(blocks, () -> blocks.get(key(jobId, index)));
        if (block == null) {
            throw GridmillException.resource(
                    "block " + index + " of the client's file must be in the grid, it is not [job=" + jobId + "]");
        }
        return block;
    }

    /** Drops the blocks of a load that has ended. */
    public void drop(String jobId, int count) {
        for (int index = 0; index < count; index++) {
            AffinityKey<String> key = key(jobId, index);
            AcceptedLoss.in(blocks, () -> blocks.remove(key));
        }
    }

    private static AffinityKey<String> key(String jobId, int index) {
        return new AffinityKey<>(jobId + "/" + index, jobId + "/" + index);
    }
}
