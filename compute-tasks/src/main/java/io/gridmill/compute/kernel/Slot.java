package io.gridmill.compute.kernel;

import io.gridmill.compute.expr.Repr;
import java.util.Arrays;

/**
 * A column of some rows: as plain arrays, or where it lies in a chunk. Of the arrays only those of its representation have a length. Generated code reads and writes
 * all directly, so they are public. Values of NULL rows mean nothing, except that a BOOL is false.
 */
public final class Slot {
    private static final int FEWEST_ROWS = 16;
    private static final long[] NO_LONGS = {};
    private static final double[] NO_DOUBLES = {};
    private static final boolean[] NO_BOOLEANS = {};
    private static final byte[][] NO_STRINGS = {};

    public final Repr repr;
    /** LONG, and the low words of WIDE. */
    public long[] l = NO_LONGS;
    /** The high words of WIDE. */
    public long[] h = NO_LONGS;

    public double[] d = NO_DOUBLES;
    public boolean[] b = NO_BOOLEANS;
    public byte[][] s = NO_STRINGS;
    /** True where the row is NULL. */
    public boolean[] nul = NO_BOOLEANS;
    /** True where computing the value failed; of no length unless it can fail. The failure is the reader's to tell. */
    public boolean[] bad = NO_BOOLEANS;
    /** Where the block's stored integers or codes begin, when they are read where they lie, see {@link Access}. */
    public long address;
    /** What is added to stored integers. */
    public long base;

    public Slot(Repr repr, int capacity) {
        this.repr = repr;
        grow(capacity);
    }

    public int capacity() {
        return nul.length;
    }

    /** Makes room for so many rows; keeps what there is. */
    public void ensure(int rows) {
        if (nul.length < rows) {
            grow(Math.max(FEWEST_ROWS, Integer.highestOneBit(rows - 1) << 1));
        }
    }

    /** Keeps what there is. */
    public void grow(int capacity) {
        nul = Arrays.copyOf(nul, capacity);
        switch (repr) {
            case LONG -> l = Arrays.copyOf(l, capacity);
            case WIDE -> {
                l = Arrays.copyOf(l, capacity);
                h = Arrays.copyOf(h, capacity);
            }
            case DOUBLE -> d = Arrays.copyOf(d, capacity);
            case BOOL -> b = Arrays.copyOf(b, capacity);
            case STRING -> s = Arrays.copyOf(s, capacity);
        }
    }

    /** Heap bytes a row, without the bytes of strings. */
    public static int bytesPerRow(Repr repr) {
        return switch (repr) {
            case BOOL -> 2;
            case LONG, DOUBLE -> 9;
            case WIDE -> 17;
            case STRING -> 5;
        };
    }

    /** Copies one row of a slot of the same representation; a LONG also into a WIDE. */
    public void copy(int to, Slot from, int row) {
        nul[to] = from.nul[row];
        switch (repr) {
            case LONG -> l[to] = from.l[row];
            case WIDE -> {
                l[to] = from.l[row];
                h[to] = from.repr == Repr.WIDE ? from.h[row] : from.l[row] >> 63;
            }
            case DOUBLE -> d[to] = from.d[row];
            case BOOL -> b[to] = from.b[row];
            case STRING -> s[to] = from.s[row];
        }
    }
}
