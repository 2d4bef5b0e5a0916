package io.gridmill.loaders.json;

import io.gridmill.core.schema.TableSchema;
import java.util.HashMap;
import java.util.Map;

/** Which column a key is: by its very name, else without case. Fast when records have their keys in the same order. Not thread-safe. */
final class Keys {
    static final int UNKNOWN = -1;
    /** So that records with ever new keys do not fill the memory. */
    private static final int MOST_REMEMBERED = 10_000;

    private final TableSchema schema;
    private final Map<String, Integer> columns = new HashMap<>();
    /** The keys of the last record, as they came. */
    private final String[] order;

    private final int[] orderColumns;
    private int next;

    Keys(TableSchema schema) {
        this.schema = schema;
        order = new String[schema.size()];
        orderColumns = new int[schema.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = schema.column(i).name();
            orderColumns[i] = i;
            columns.put(order[i], i);
        }
    }

    void startRecord() {
        next = 0;
    }

    int column(String key) {
        int place = next++;
        if (place < order.length && order[place].equals(key)) {
            return orderColumns[place];
        }
        int column = find(key);
        if (place < order.length) {
            order[place] = key;
            orderColumns[place] = column;
        }
        return column;
    }

    private int find(String key) {
        Integer known = columns.get(key);
        if (known != null) {
            return known;
        }
        int column = schema.indexOf(key);
        if (columns.size() < MOST_REMEMBERED) {
            columns.put(key, column);
        }
        return column;
    }
}
