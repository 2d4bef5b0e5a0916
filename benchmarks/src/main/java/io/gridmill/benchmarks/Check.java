package io.gridmill.benchmarks;

import io.gridmill.core.error.GridmillException;
import java.util.Arrays;
import java.util.List;

/** Refuses to time a wrong answer. */
final class Check {
    /** Of sums of doubles, which depend on the order in which they are added. */
    private static final double TOLERANCE = 1e-12;

    private Check() {}

    /** @throws GridmillException INTERNAL when the values are not equal, naming both */
    static void equal(String what, Object expected, Object actual) {
        if (!same(expected, actual)) {
            throw wrong(what, expected, actual);
        }
    }

    /** @throws GridmillException INTERNAL when the bytes are not equal */
    static void equal(String what, byte[] expected, byte[] actual) {
        if (!Arrays.equals(expected, actual)) {
            int at = Arrays.mismatch(expected, actual);
            throw GridmillException.internal(what + " must be the bytes that were written before it is timed, got "
                    + actual.length + " bytes for " + expected.length + ", different from byte " + at + " on");
        }
    }

    /** Compares row by row, doubles within 1e-12 of their size, everything else exactly. */
    static void rows(String what, List<List<Object>> expected, List<List<Object>> actual) {
        boolean equal = expected.size() == actual.size();
        for (int row = 0; equal && row < expected.size(); row++) {
            List<Object> left = expected.get(row);
            List<Object> right = actual.get(row);
            equal = left.size() == right.size();
            for (int i = 0; equal && i < left.size(); i++) {
                equal = same(left.get(i), right.get(i));
            }
        }
        if (!equal) {
            throw wrong(what, expected, actual);
        }
    }

    private static boolean same(Object expected, Object actual) {
        if (expected instanceof Double left && actual instanceof Double right) {
            return Math.abs(left - right) <= TOLERANCE * Math.abs(left);
        }
        return expected.equals(actual);
    }

    private static GridmillException wrong(String what, Object expected, Object actual) {
        return GridmillException.internal(
                what + " must be right before it is timed: must be " + expected + ", got " + actual);
    }
}
