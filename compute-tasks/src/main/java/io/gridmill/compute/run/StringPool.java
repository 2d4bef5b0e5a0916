package io.gridmill.compute.run;

import io.gridmill.compute.kernel.Budget;
import io.gridmill.compute.kernel.Hash;
import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;

/** Gives equal strings one number, from 0. Open addressing; grows within the budget. */
final class StringPool {
    private static final int OBJECT_BYTES = 24;

    private final Budget budget;
    private byte[][] strings = new byte[64][];
    private int[] hashes = new int[64];
    /** Number + 1 of the string at each place, 0 when free. */
    private int[] table = new int[128];

    private int size;
    private long charged;

    StringPool(Budget budget) {
        this.budget = budget;
    }

    byte[] get(int number) {
        return strings[number];
    }

    int intern(byte[] string) {
        int hash = Hash.ofBytes(string);
        int i = hash & table.length - 1;
        while (table[i] != 0) {
            int number = table[i] - 1;
            if (hashes[number] == hash && Arrays.equals(strings[number], string)) {
                return number;
            }
            i = i + 1 & table.length - 1;
        }
        return add(i, hash, string);
    }

    /** Of bytes outside the heap, which are copied only when they are new. */
    int intern(long address, int length) {
        long h = length;
        for (int j = 0; j < length; j++) {
            h = h * 31 + MemoryUtil.getByte(address + j);
        }
        int hash = Hash.of(h);
        int i = hash & table.length - 1;
        while (table[i] != 0) {
            int number = table[i] - 1;
            if (hashes[number] == hash && same(strings[number], address, length)) {
                return number;
            }
            i = i + 1 & table.length - 1;
        }
        return add(i, hash, Decode.bytes(address, length));
    }

    private static boolean same(byte[] string, long address, int length) {
        if (string.length != length) {
            return false;
        }
        for (int j = 0; j < length; j++) {
            if (string[j] != MemoryUtil.getByte(address + j)) {
                return false;
            }
        }
        return true;
    }

    private int add(int place, int hash, byte[] string) {
        charged += string.length + OBJECT_BYTES;
        if (charged > 1 << 16) {
            budget.charge(charged, "strings of GROUP BY or DISTINCT");
            charged = 0;
        }
        int number = size++;
        if (number == strings.length) {
            budget.charge(16L * size, "strings of GROUP BY or DISTINCT");
            strings = Arrays.copyOf(strings, size * 2);
            hashes = Arrays.copyOf(hashes, size * 2);
        }
        strings[number] = string;
        hashes[number] = hash;
        table[place] = number + 1;
        if (size * 2 > table.length) {
            rehash();
        }
        return number;
    }

    private void rehash() {
        int mask = table.length * 2 - 1;
        int[] larger = new int[mask + 1];
        for (int number = 0; number < size; number++) {
            int i = hashes[number] & mask;
            while (larger[i] != 0) {
                i = i + 1 & mask;
            }
            larger[i] = number + 1;
        }
        table = larger;
    }
}
