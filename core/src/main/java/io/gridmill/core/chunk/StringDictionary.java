package io.gridmill.core.chunk;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The distinct strings of a column, ascending by bytes, and each row's code among them. Built by open addressing over the strings
 * where they lie; gives up as soon as there are too many to pay.
 */
final class StringDictionary {
    /** After so many rows a column whose strings nearly all differ is given up. */
    private static final int SAMPLE_ROWS = 4096;

    private static final int SAMPLE_DISTINCT = SAMPLE_ROWS * 95 / 100;
    private static final int FIRST_SLOTS = 1024;

    private final NativeStrings strings;
    private final int[] codes;
    /** Slot: 1 + entry, or 0 when free. */
    private int[] slots = new int[FIRST_SLOTS];

    private int[] hashes = new int[FIRST_SLOTS / 2];
    /** A row that holds the entry's string, and what can be compared of it without looking there. */
    private int[] entryRows = new int[FIRST_SLOTS / 2];

    private long[] firsts = new long[FIRST_SLOTS / 2];
    private long[] seconds = new long[FIRST_SLOTS / 2];

    private int size;
    private long stringBytes;

    private StringDictionary(NativeStrings strings) {
        this.strings = strings;
        this.codes = new int[strings.rows()];
    }

    /** Null when there are more distinct strings than half of the rows. NULL rows have code 0; a column of NULLs has one empty entry. */
    static @Nullable StringDictionary build(NativeStrings strings, Validity validity) {
        StringDictionary dictionary = new StringDictionary(strings);
        int most = Math.max(1, strings.rows() / 2);
        int[] knownPlaces = new int[strings.places()];
        for (int row = 0; row < strings.rows(); row++) {
            if (!validity.isNull(row)) {
                if (knownPlaces.length > 0) {
                    dictionary.add(row, strings.place(row), knownPlaces);
                } else {
                    dictionary.add(row);
                }
                if (dictionary.size > most || (row + 1 == SAMPLE_ROWS && dictionary.size > SAMPLE_DISTINCT)) {
                    return null;
                }
            }
        }
        if (dictionary.size == 0) {
            dictionary.add(0); // every row is NULL, so of length 0
        }
        dictionary.sort(validity);
        return dictionary;
    }

    /** Looks at the string only where its place is new. {@code known} has 1 + entry, or 0, by place. */
    private void add(int row, int place, int[] known) {
        if (known[place] == 0) {
            add(row);
            known[place] = 1 + codes[row];
        } else {
            codes[row] = known[place] - 1;
        }
    }

    private void add(int row) {
        long first = strings.first(row);
        long second = strings.second(row);
        long hash64 = strings.hash(row, first, second);
        int hash = (int) (hash64 ^ hash64 >>> 32);
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            int entry = slots[slot] - 1;
            if (firsts[entry] == first && seconds[entry] == second && sameString(entry, row)) {
                codes[row] = entry;
                return;
            }
            slot = (slot + 1) & mask;
        }
        if (size == entryRows.length) {
            grow();
            add(row);
            return;
        }
        hashes[size] = hash;
        firsts[size] = first;
        seconds[size] = second;
        entryRows[size] = row;
        codes[row] = size;
        stringBytes += strings.length(row);
        slots[slot] = ++size;
    }

    private boolean sameString(int entry, int row) {
        int length = strings.length(row);
        int there = entryRows[entry];
        return strings.length(there) == length && (length <= 16 || strings.sameTail(there, row));
    }

    /** Keeps at least half of the slots free. */
    private void grow() {
        hashes = Arrays.copyOf(hashes, 2 * size);
        firsts = Arrays.copyOf(firsts, 2 * size);
        seconds = Arrays.copyOf(seconds, 2 * size);
        entryRows = Arrays.copyOf(entryRows, 2 * size);
        slots = new int[4 * size];
        int mask = slots.length - 1;
        for (int entry = 0; entry < size; entry++) {
            int slot = hashes[entry] & mask;
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = entry + 1;
        }
    }

    private void sort(Validity validity) {
        long[] prefixes = new long[size];
        int[] order = new int[size];
        for (int entry = 0; entry < size; entry++) {
            prefixes[entry] = strings.prefix(entryRows[entry]);
            order[entry] = entry;
        }
        mergeSort(order.clone(), order, 0, size, prefixes);
        int[] codeOf = new int[size];
        int[] sortedRows = new int[size];
        for (int code = 0; code < size; code++) {
            codeOf[order[code]] = code;
            sortedRows[code] = entryRows[order[code]];
        }
        entryRows = sortedRows;
        for (int row = 0; row < codes.length; row++) {
            codes[row] = validity.isNull(row) ? 0 : codeOf[codes[row]];
        }
    }

    /** Sorts {@code to[from .. end]}, of which {@code scratch} holds a copy. */
    private void mergeSort(int[] scratch, int[] to, int from, int end, long[] prefixes) {
        if (end - from < 2) {
            return;
        }
        int middle = (from + end) >>> 1;
        mergeSort(to, scratch, from, middle, prefixes);
        mergeSort(to, scratch, middle, end, prefixes);
        int left = from;
        int right = middle;
        for (int i = from; i < end; i++) {
            if (right == end || (left < middle && !less(scratch[right], scratch[left], prefixes))) {
                to[i] = scratch[left++];
            } else {
                to[i] = scratch[right++];
            }
        }
    }

    private boolean less(int entry, int other, long[] prefixes) {
        if (prefixes[entry] != prefixes[other]) {
            return Long.compareUnsigned(prefixes[entry], prefixes[other]) < 0;
        }
        return strings.compare(entryRows[entry], entryRows[other]) < 0;
    }

    int size() {
        return size;
    }

    /** Bytes of all entries. */
    long stringBytes() {
        return stringBytes;
    }

    int code(int row) {
        return codes[row];
    }

    /** A row that holds the string of a code. */
    int rowOf(int code) {
        return entryRows[code];
    }

    /** Bytes of an unsigned code: 0, 1, 2 or 4. */
    int codeWidth() {
        if (size <= 1) {
            return 0;
        } else if (size <= 1 << 8) {
            return 1;
        }
        return size <= 1 << 16 ? 2 : 4;
    }
}
