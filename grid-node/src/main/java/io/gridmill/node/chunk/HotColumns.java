package io.gridmill.node.chunk;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The books of the hot store: which columns are there, which of them nobody pins, and what they cost. Not thread-safe: the store
 * calls it under its lock.
 */
final class HotColumns {
    private final long budgetBytes;
    private final Map<HotColumn.Key, HotColumn> all = new HashMap<>();
    /** Loaded columns without pins, the longest unpinned first. */
    private final Map<HotColumn.Key, HotColumn> idle = new LinkedHashMap<>();

    private long bytes;
    private long idleBytes;
    private long evictions;

    HotColumns(long budgetBytes) {
        this.budgetBytes = budgetBytes;
    }

    @Nullable
    HotColumn find(HotColumn.Key key) {
        return all.get(key);
    }

    /** A new entry, not loaded and not pinned. */
    HotColumn add(HotColumn.Key key, long reservedBytes) {
        HotColumn column = new HotColumn(key, reservedBytes);
        all.put(key, column);
        bytes += reservedBytes;
        return column;
    }

    void pin(HotColumn column) {
        column.pins++;
        if (idle.remove(column.key) != null) {
            idleBytes -= column.bytes;
        }
    }

    void unpin(HotColumn column) {
        column.pins--;
        if (column.pins > 0 || column.loaded.isCompletedExceptionally()) {
            return;
        }
        if (all.get(column.key) == column) {
            idle.put(column.key, column);
            idleBytes += column.bytes;
        } else {
            free(column); // forgotten while it was pinned
        }
    }

    /** What a pinned column costs in truth, now that it is loaded. */
    void setBytes(HotColumn column, long actual) {
        bytes += actual - column.bytes;
        column.bytes = actual;
    }

    /** Takes back an entry that could not be loaded. */
    void abandon(HotColumn column) {
        all.remove(column.key, column);
        setBytes(column, 0);
    }

    void evictBeyondBudget() {
        Iterator<HotColumn> oldest = idle.values().iterator();
        while (bytes > budgetBytes && oldest.hasNext()) {
            HotColumn column = oldest.next();
            oldest.remove();
            idleBytes -= column.bytes;
            all.remove(column.key);
            free(column);
            evictions++;
        }
    }

    /** Drops a generation's columns: those without pins now, loaded ones with pins when they are unpinned. */
    void forget(String generation) {
        for (HotColumn column : List.copyOf(all.values())) {
            if (column.key.generation().equals(generation) && column.loaded.isDone()) {
                all.remove(column.key);
                if (idle.remove(column.key) != null) {
                    idleBytes -= column.bytes;
                    free(column);
                }
            }
        }
    }

    void freeIdle() {
        for (HotColumn column : idle.values()) {
            all.remove(column.key);
            free(column);
        }
        idle.clear();
        idleBytes = 0;
    }

    private void free(HotColumn column) {
        bytes -= column.bytes;
        column.loaded.join().buffer().close();
    }

    long bytes() {
        return bytes;
    }

    long pinnedBytes() {
        return bytes - idleBytes;
    }

    long evictions() {
        return evictions;
    }
}
