package io.gridmill.compute.run;

import io.gridmill.compute.kernel.LikeMatcher;
import io.gridmill.compute.simd.ByteSearch;
import io.gridmill.core.chunk.EncodedColumn;
import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;

/**
 * Tests which strings of a block match a LIKE. Those of a dictionary are tested once a chunk; others lie one behind the other, and are copied and
 * searched together, without an object for each.
 */
final class LikeMask {
    private final ByteSearch search = ByteSearch.open();
    private final byte[] hits = new byte[Block.ROWS];
    private final int[] codes = new int[Block.ROWS];
    private byte[] byCode = {};
    private byte[] text = {};

    /** Before blocks of another chunk or for another filter. */
    void open(LikeFilter filter, Strings strings) {
        if (strings.dictionary) {
            byCode = new byte[strings.entries];
            for (int code = 0; code < strings.entries; code++) {
                byCode[code] = (byte) (filter.matcher().matches(strings.entry(code)) ? 1 : 0);
            }
        }
    }

    /** Clears {@code keep[row]} for each string that does not pass; of NULLs anything is left. */
    void clearFailing(LikeFilter filter, EncodedColumn column, Strings strings, int start, int count, byte[] keep) {
        if (strings.dictionary) {
            strings.codes(start, count, codes);
            for (int i = 0; i < count; i++) {
                hits[i] = byCode[codes[i]];
            }
        } else {
            searchText(filter.matcher(), column, start, count);
        }
        int wanted = filter.negated() ? 0 : 1;
        for (int i = 0; i < count; i++) {
            keep[i] &= (byte) (hits[i] == wanted ? 1 : 0);
        }
    }

    private void searchText(LikeMatcher matcher, EncodedColumn column, int start, int count) {
        Arrays.fill(hits, 0, count, (byte) 0);
        long offsets = column.offsetsAddress() + 4L * start;
        int first = MemoryUtil.getInt(offsets);
        int length = MemoryUtil.getInt(offsets + 4L * count) - first;
        byte[] literal = matcher.contained();
        int room = length + ByteSearch.SLACK + (literal == null ? 0 : literal.length);
        if (text.length < room) {
            text = new byte[room + (room >> 1)];
        }
        MemoryUtil.copyFromMemory(column.dataAddress() + first, text, 0, length);
        if (literal == null) {
            int from = 0;
            for (int i = 0; i < count; i++) {
                int to = MemoryUtil.getInt(offsets + 4L * (i + 1)) - first;
                hits[i] = (byte) (matcher.matches(text, from, to) ? 1 : 0);
                from = to;
            }
            return;
        }
        int row = 0;
        int at = search.find(text, 0, length, literal);
        while (at >= 0) {
            while (MemoryUtil.getInt(offsets + 4L * (row + 1)) - first <= at) {
                row++;
            }
            int end = MemoryUtil.getInt(offsets + 4L * (row + 1)) - first;
            boolean inside = at + literal.length <= end;
            hits[row] |= (byte) (inside ? 1 : 0);
            at = search.find(text, inside ? end : at + 1, length, literal);
        }
    }
}
