package io.gridmill.node.ledger;

import java.util.List;

/**
 * What a share is to do, and where: fixed when the share is cut.
 *
 * @param share the share's path from the cut
 * @param node lasting name of the node that is to claim it
 * @param partitions partitions to read (queries); empty for loads and the final share
 * @param splits ordinals of the splits or blocks to read (loads); empty otherwise
 * @param inputRows rows to read, 0 when not known
 * @param inputBytes bytes to read (loads), else 0
 */
public record ShareWork(
        String share, String node, List<Integer> partitions, List<Integer> splits, long inputRows, long inputBytes) {
    /** The share that merges what all others wrote. */
    public static final String FINAL = "final";

    public ShareWork {
        partitions = List.copyOf(partitions);
        splits = List.copyOf(splits);
    }

    public boolean isFinal() {
        return share.equals(FINAL) || share.startsWith(FINAL + ".");
    }

    public ShareWork withNode(String other) {
        return new ShareWork(share, other, partitions, splits, inputRows, inputBytes);
    }
}
