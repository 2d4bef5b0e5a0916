package io.gridmill.node.chunk;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.Cache;
import org.apache.ignite.cache.query.QueryCursor;
import org.apache.ignite.cache.query.ScanQuery;

/**
 * Removes what attempts left in the grid that no manifest will ever name. It scans headers, never columns; a header is put before its
 * columns and removed after them, so a sweep that is cut short is taken up by the next.
 */
public final class ChunkSweep {
    private ChunkSweep() {}

    /**
     * Sweeps all partitions, wherever they lie.
     *
     * @param columns columns of the dataset
     * @param unwanted asked once for each attempt's token; must be false for attempts that may still be writing or be named
     * @return chunks removed
     */
    public static int sweep(DatasetCaches caches, int columns, Predicate<String> unwanted) {
        try {
            List<HeaderKey> found = new ArrayList<>();
            try (QueryCursor<Cache.Entry<HeaderKey, byte[]>> cursor =
                    caches.headers().query(new ScanQuery<HeaderKey, byte[]>())) {
                cursor.forEach(entry -> found.add(entry.getKey()));
            }
            Set<String> attempts =
                    found.stream().map(HeaderKey::attempt).collect(Collectors.toCollection(HashSet::new));
            attempts.removeIf(unwanted.negate());
            int removed = 0;
            for (HeaderKey key : found) {
                if (attempts.contains(key.attempt())) {
                    caches.columns().removeAll(columnKeys(key, columns));
                    caches.headers().remove(key);
                    removed++;
                }
            }
            return removed;
        } catch (RuntimeException e) {
            throw caches.failure("cannot sweep chunks", e);
        }
    }

    private static Set<ColumnKey> columnKeys(HeaderKey key, int columns) {
        return IntStream.range(0, columns)
                .mapToObj(column -> new ColumnKey(key.attempt(), key.partition(), key.sequence(), column))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
