package io.gridmill.cli.demo.rows;

import java.util.BitSet;
import java.util.function.LongFunction;

/**
 * What the rows of a result must be, by order and line: a hash each, so that millions fit into little memory. A row is a text
 * {@code order|line|...}. Fill it with one thread; then any number of {@link RowCheck}s may read it.
 */
final class RowSheet {
    /** Lines of an order are numbered 1 to 7. */
    private static final int PLACES_PER_ORDER = 8;

    private final long[] hashes;
    private final BitSet expected;
    private final LongFunction<String> again;
    private long count;

    /**
     * @param orders how many orders there are
     * @param again makes the row of a place once more, for messages
     */
    RowSheet(long orders, LongFunction<String> again) {
        int places = Math.toIntExact((orders + 1) * PLACES_PER_ORDER);
        this.hashes = new long[places];
        this.expected = new BitSet(places);
        this.again = again;
    }

    static long place(long order, int line) {
        return order * PLACES_PER_ORDER + line;
    }

    static long order(long place) {
        return place / PLACES_PER_ORDER;
    }

    static int line(long place) {
        return (int) (place % PLACES_PER_ORDER);
    }

    static String name(long place) {
        return "order " + order(place) + " line " + line(place);
    }

    void expect(long place, String row) {
        hashes[(int) place] = hash(row);
        expected.set((int) place);
        count++;
    }

    long count() {
        return count;
    }

    boolean isExpected(long place) {
        return place >= 0 && place < hashes.length && expected.get((int) place);
    }

    boolean isRight(long place, String row) {
        return hashes[(int) place] == hash(row);
    }

    String row(long place) {
        return again.apply(place);
    }

    /** The first expected place from {@code from} on that is not in {@code seen}, or -1. */
    int nextMissing(BitSet seen, int from) {
        for (int place = expected.nextSetBit(from); place >= 0; place = expected.nextSetBit(place + 1)) {
            if (!seen.get(place)) {
                return place;
            }
        }
        return -1;
    }

    /** FNV-1a over the characters, 64 bits, with the finisher of MurmurHash3. */
    private static long hash(String row) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < row.length(); i++) {
            hash = (hash ^ row.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        return hash ^ hash >>> 33;
    }
}
