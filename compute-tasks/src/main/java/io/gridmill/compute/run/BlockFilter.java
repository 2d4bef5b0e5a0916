package io.gridmill.compute.run;

import io.gridmill.compute.simd.RangeMask;
import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.chunk.ColumnHeader;
import io.gridmill.core.chunk.EncodedColumn;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.util.MemoryUtil;

/** Selects the rows of a block that pass all column filters. Belongs to a lane. */
final class BlockFilter {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** Multiplied with eight bytes of 0 or 1, it gathers them as the bits of the highest byte. */
    private static final long GATHER = 0x0102_0408_1020_4080L;

    /** A byte of 0 or 1 for each bit of a byte of validity. */
    private static final long[] SPREAD = new long[256];

    static {
        for (int bits = 0; bits < SPREAD.length; bits++) {
            for (int bit = 0; bit < 8; bit++) {
                SPREAD[bits] |= (bits >> bit & 1L) << 8 * bit;
            }
        }
    }

    private final RangeMask rangeMask = RangeMask.open();
    private final Map<LikeFilter, LikeMask> likeMasks = new HashMap<>();
    private final long[] words = new long[Block.ROWS / Long.SIZE];
    private final byte[] keep = new byte[Block.ROWS];
    private final List<Test> tests = new ArrayList<>();
    private boolean none;

    /** A filter of a chunk that not every row passes. */
    private sealed interface Test {
        EncodedColumn column();
    }

    /** Between two values as they are stored. */
    private record Range(EncodedColumn column, long min, long max) implements Test {}

    private record Like(EncodedColumn column, LikeFilter filter, Strings strings, LikeMask mask) implements Test {}

    /** Takes what the filters ask of a chunk: nothing of a column whose every value passes. */
    void open(List<ColumnFilter> filters, Chunk chunk) {
        tests.clear();
        none = false;
        for (ColumnFilter filter : filters) {
            if (filter instanceof RangeFilter range) {
                open(range, chunk);
            } else if (filter instanceof LikeFilter like) {
                EncodedColumn column = chunk.column(like.column());
                Strings strings = new Strings(column);
                LikeMask mask = likeMasks.computeIfAbsent(like, filterOfColumn -> new LikeMask());
                mask.open(like, strings);
                tests.add(new Like(column, like, strings, mask));
            }
        }
    }

    private void open(RangeFilter filter, Chunk chunk) {
        ColumnHeader header = chunk.header().columns().get(filter.column());
        if (!(header.min() instanceof Long least) || !(header.max() instanceof Long greatest)) {
            none = true; // Every row is NULL.
            return;
        }
        none |= filter.min() > greatest || filter.max() < least;
        if (filter.min() > least || filter.max() < greatest || header.nullCount() > 0) {
            EncodedColumn column = chunk.column(filter.column());
            tests.add(new Range(
                    column,
                    Math.max(filter.min(), least) - column.base(),
                    Math.min(filter.max(), greatest) - column.base()));
        }
    }

    /** Whether every row of the chunk passes. */
    boolean passesAll() {
        return tests.isEmpty() && !none;
    }

    /** Whether it is known that no row of the chunk passes. */
    boolean passesNone() {
        return none;
    }

    /**
     * Selects rows of a block.
     *
     * @param start first row of the block within the chunk, a multiple of {@link Block#ROWS}
     * @param selected gets the rows that pass, ascending; has room for one more than a block
     * @return how many pass
     */
    int select(int start, int count, int[] selected) {
        Arrays.fill(keep, (byte) 1);
        for (Test test : tests) {
            EncodedColumn column = test.column();
            if (test instanceof Range range && column.width() > 0) {
                long address = column.dataAddress() + (long) column.width() * start;
                rangeMask.clearOutside(address, column.width(), range.min, range.max, count, keep);
            } else if (test instanceof Like like) {
                like.mask.clearFailing(like.filter, column, like.strings, start, count, keep);
            }
            if (column.nullCount() > 0) {
                clearNulls(column.validityAddress() + (start >> 3), count);
            }
        }
        Arrays.fill(keep, count, keep.length, (byte) 0);
        return select(count, selected);
    }

    private void clearNulls(long validity, int count) {
        for (int i = 0; i < count; i += 8) {
            long valid = SPREAD[MemoryUtil.getByte(validity + (i >> 3)) & 0xFF];
            EIGHT.set(keep, i, (long) EIGHT.get(keep, i) & valid);
        }
    }

    /** Few rows are found bit by bit; for many, a loop over all without branches is faster. */
    private int select(int count, int[] selected) {
        int passing = 0;
        for (int w = 0; w < words.length; w++) {
            long word = 0;
            for (int bit = 0; bit < Long.SIZE; bit += 8) {
                word |= ((long) EIGHT.get(keep, Long.SIZE * w + bit) * GATHER >>> 56) << bit;
            }
            words[w] = word;
            passing += Long.bitCount(word);
        }
        int kept = 0;
        if (passing > count / 6) {
            for (int i = 0; i < count; i++) {
                selected[kept] = i;
                kept += keep[i];
            }
            return kept;
        }
        for (int w = 0; w < words.length; w++) {
            for (long word = words[w]; word != 0; word &= word - 1) {
                selected[kept++] = Long.SIZE * w + Long.numberOfTrailingZeros(word);
            }
        }
        return kept;
    }
}
