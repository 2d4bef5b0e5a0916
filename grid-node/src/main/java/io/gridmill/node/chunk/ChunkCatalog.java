package io.gridmill.node.chunk;

import io.gridmill.core.chunk.ChunkHeader;
import io.gridmill.core.chunk.ChunkHeaderCodec;
import io.gridmill.core.error.GridmillException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the chunks that a manifest names, by their keys and never by scanning, and proves that they are all there. */
public final class ChunkCatalog {
    private static final int GROUP = 256;

    private ChunkCatalog() {}

    /**
     * The chunks that an attempt wrote into a partition, in order.
     *
     * @throws GridmillException RESOURCE when the partition is lost or a header is missing; INTERNAL when rows, bytes or digest are not the
     *     summary's, or the schema is another; each naming dataset, partition and attempt
     */
    public static List<StoredChunk> read(
            DatasetCaches caches, SchemaInfo schema, String attempt, PartitionSummary expected) {
        List<StoredChunk> chunks = new ArrayList<>(expected.chunks());
        PartitionSummary found = PartitionSummary.empty(expected.partition());
        for (int from = 0; from < expected.chunks(); from += GROUP) {
            int to = Math.min(from + GROUP, expected.chunks());
            Map<HeaderKey, byte[]> group = getAll(caches, keys(attempt, expected.partition(), from, to));
            for (int sequence = from; sequence < to; sequence++) {
                byte @Nullable [] encoded = group.get(new HeaderKey(attempt, expected.partition(), sequence));
                if (encoded == null) {
                    caches.requireNothingLost();
                    throw GridmillException.resource("a chunk that the manifest names must be in the grid, header "
                            + sequence + " of " + expected.chunks() + " is missing" + place(caches, attempt, expected));
                }
                ChunkHeader header = ChunkHeaderCodec.decode(encoded);
                requireSchema(header, schema, place(caches, attempt, expected));
                found = found.plus(header, encoded);
                chunks.add(new StoredChunk(attempt, expected.partition(), sequence, header));
            }
        }
        if (!found.equals(expected)) {
            throw GridmillException.internal("a partition must be as its manifest says, " + expected + ", found "
                    + found + place(caches, attempt, expected));
        }
        return chunks;
    }

    private static Set<HeaderKey> keys(String attempt, int partition, int from, int to) {
        Set<HeaderKey> keys = new TreeSet<>();
        for (int sequence = from; sequence < to; sequence++) {
            keys.add(new HeaderKey(attempt, partition, sequence));
        }
        return keys;
    }

    private static Map<HeaderKey, byte[]> getAll(DatasetCaches caches, Set<HeaderKey> keys) {
        try {
            return caches.headers().getAll(keys);
        } catch (RuntimeException e) {
            throw caches.failure("cannot read chunk headers", e);
        }
    }

    static void requireSchema(ChunkHeader header, SchemaInfo schema, String place) {
        if (header.schemaFingerprint() != schema.fingerprint()) {
            throw GridmillException.internal(
                    "a chunk must be read under the schema that it was written with, fingerprint "
                            + Long.toHexString(header.schemaFingerprint()) + ", got "
                            + Long.toHexString(schema.fingerprint()) + " of "
                            + schema.schema() + place);
        }
    }

    private static String place(DatasetCaches caches, String attempt, PartitionSummary summary) {
        return " [" + caches.place() + ", partition=" + summary.partition() + ", attempt=" + attempt + "]";
    }
}
