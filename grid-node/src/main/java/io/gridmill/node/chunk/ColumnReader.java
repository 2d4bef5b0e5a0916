package io.gridmill.node.chunk;

import io.gridmill.core.error.GridmillException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.ignite.cache.CachePeekMode;
import org.jspecify.annotations.Nullable;

/** Reads encoded columns from the grid: from this node's own copy, primary or backup, where it has one. */
final class ColumnReader {
    private static final CachePeekMode[] OWN_COPY = {CachePeekMode.PRIMARY, CachePeekMode.BACKUP};

    private ColumnReader() {}

    /** The values in the order of {@code ordinals}. */
    static byte[][] read(DatasetCaches caches, StoredChunk stored, int[] ordinals) {
        @Nullable byte[][] values = new byte[ordinals.length][];
        try {
            Set<ColumnKey> elsewhere = new TreeSet<>();
            for (int i = 0; i < ordinals.length; i++) {
                values[i] = caches.columns().localPeek(key(stored, ordinals[i]), OWN_COPY);
                if (values[i] == null) {
                    elsewhere.add(key(stored, ordinals[i]));
                }
            }
            if (!elsewhere.isEmpty()) {
                Map<ColumnKey, byte[]> fetched = caches.columns().getAll(elsewhere);
                for (int i = 0; i < ordinals.length; i++) {
                    values[i] = values[i] != null ? values[i] : fetched.get(key(stored, ordinals[i]));
                }
            }
        } catch (RuntimeException e) {
            throw caches.failure("cannot read columns of a chunk", e);
        }
        for (int i = 0; i < ordinals.length; i++) {
            if (values[i] == null) {
                caches.requireNothingLost();
                throw GridmillException.resource("a column whose header is in the grid must be there too, column "
                        + ordinals[i] + " is missing [" + stored.place(caches) + "]");
            }
        }
        return values;
    }

    private static ColumnKey key(StoredChunk stored, int ordinal) {
        return new ColumnKey(stored.attempt(), stored.partition(), stored.sequence(), ordinal);
    }
}
