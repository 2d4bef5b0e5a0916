package io.gridmill.node.chunk;

import io.gridmill.core.chunk.ChunkHeader;
import io.gridmill.core.chunk.Digests;
import java.nio.ByteBuffer;

/**
 * What an attempt wrote into one partition; encodes as JSON for the ledger and manifests.
 *
 * @param chunks chunks, with sequences from 0
 * @param bytes encoded bytes of their columns
 * @param digest over the encoded headers in order of sequence, and so over the digests of all columns
 */
public record PartitionSummary(int partition, int chunks, long rows, long bytes, long digest) {
    static PartitionSummary empty(int partition) {
        return new PartitionSummary(partition, 0, 0, 0, 0);
    }

    /** With one more chunk, the next in sequence. */
    PartitionSummary plus(ChunkHeader header, byte[] encodedHeader) {
        byte[] chain = ByteBuffer.allocate(Long.BYTES + encodedHeader.length)
                .putLong(digest)
                .put(encodedHeader)
                .array();
        return new PartitionSummary(
                partition, chunks + 1, rows + header.rows(), bytes + header.sizeBytes(), Digests.of(chain));
    }
}
