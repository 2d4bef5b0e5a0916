package io.gridmill.compute.sql;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Keeps what was made last. Thread-safe; two threads may make the same. */
final class Latest<K, V> {
    private final Map<K, V> kept;

    Latest(int most) {
        kept = new LinkedHashMap<>(2 * most, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /** What is kept for the key, or else what {@code make} gives; what it throws is not kept. */
    V get(K key, Supplier<V> make) {
        synchronized (kept) {
            V known = kept.get(key);
            if (known != null) {
                return known;
            }
        }
        V made = make.get();
        synchronized (kept) {
            kept.put(key, made);
        }
        return made;
    }
}
