package io.gridmill.loaders.arrow;

import io.gridmill.loaders.columns.TextColumn;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** Reads texts, however their places are told. */
interface Texts {
    /** @return null for a column that has no texts */
    static @Nullable Texts of(ColumnBuffers column) {
        if (column.type() instanceof ArrowType.Utf8) {
            return new Offsets(column, Integer.BYTES);
        } else if (column.type() instanceof ArrowType.LargeUtf8) {
            return new Offsets(column, Long.BYTES);
        }
        return column.type() instanceof ArrowType.Utf8View ? new Views(column) : null;
    }

    int length(int place) throws DamagedMessage;

    /** Puts a text into a row of the column. */
    void put(int place, int row, TextColumn to) throws DamagedMessage;

    /** Texts behind one another, and where each starts. */
    record Offsets(ColumnBuffers column, int width) implements Texts {
        private long offset(int place) {
            int at = Math.multiplyExact(place, width);
            return width == Integer.BYTES
                    ? (int) LongAt.INTS.get(column.offsets(), at)
                    : (long) LongAt.LONGS.get(column.offsets(), at);
        }

        @Override
        public int length(int place) throws DamagedMessage {
            long start = offset(place);
            long end = offset(place + 1);
            if (start < 0 || end < start || end > column.data().length) {
                throw new DamagedMessage("a text must lie within its buffer of " + column.data().length
                        + " bytes, got byte " + start + " to " + end);
            }
            return (int) (end - start);
        }

        @Override
        public void put(int place, int row, TextColumn to) throws DamagedMessage {
            int length = length(place);
            to.put(row, column.data(), (int) offset(place), length);
        }
    }

    /**
     * Views of 16 bytes: the length, then up to 12 bytes of text; or 4 bytes of it, the number of a buffer, and the place in it.
     */
    record Views(ColumnBuffers column) implements Texts {
        private static final int BYTES = 16;
        private static final int INLINE_BYTES = 12;

        private int part(int place, int part) {
            return (int) LongAt.INTS.get(column.data(), Math.multiplyExact(place, BYTES) + part * Integer.BYTES);
        }

        @Override
        public int length(int place) throws DamagedMessage {
            int length = part(place, 0);
            if (length < 0) {
                throw new DamagedMessage("a text must have 0 or more bytes, got " + length);
            }
            return length;
        }

        @Override
        public void put(int place, int row, TextColumn to) throws DamagedMessage {
            int length = length(place);
            if (length <= INLINE_BYTES) {
                to.put(row, column.data(), place * BYTES + Integer.BYTES, length);
                return;
            }
            byte[] viewed = column.viewed().get(part(place, 2));
            int from = part(place, 3);
            if (from < 0 || length > viewed.length - from) {
                throw new DamagedMessage("a text must lie within its buffer of " + viewed.length + " bytes, got "
                        + length + " bytes from byte " + from);
            }
            to.put(row, viewed, from, length);
        }
    }
}
