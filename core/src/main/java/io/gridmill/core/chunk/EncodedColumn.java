package io.gridmill.core.chunk;

import io.gridmill.core.schema.ColumnType;
import org.apache.arrow.memory.ArrowBuf;

/**
 * One column of one chunk in memory, as kernels read it: a single Arrow buffer, and where its parts begin.
 *
 * <p>All {@code ...Address} values are native addresses inside {@link #buffer()}, valid while the chunk is pinned. Rows that
 * are NULL hold 0 (integers: the stored value 0, so {@code base}; strings: length 0 or code 0), so loops may read them before
 * they look at validity. Immutable; safe to read from any thread.
 */
public final class EncodedColumn {
    private final ColumnType type;
    private final Encoding encoding;
    private final int rows;
    private final int nullCount;
    private final int width;
    private final long base;
    private final int dictionarySize;
    private final long validityAddress;
    private final long dataAddress;
    private final long offsetsAddress;
    private final ArrowBuf buffer;

    /** Made by the chunk codec alone; see the accessors for the meaning of each part. */
    public EncodedColumn(
            ColumnType type,
            Encoding encoding,
            int rows,
            int nullCount,
            int width,
            long base,
            int dictionarySize,
            long validityAddress,
            long dataAddress,
            long offsetsAddress,
            ArrowBuf buffer) {
        this.type = type;
        this.encoding = encoding;
        this.rows = rows;
        this.nullCount = nullCount;
        this.width = width;
        this.base = base;
        this.dictionarySize = dictionarySize;
        this.validityAddress = validityAddress;
        this.dataAddress = dataAddress;
        this.offsetsAddress = offsetsAddress;
        this.buffer = buffer;
    }

    public ColumnType type() {
        return type;
    }

    public Encoding encoding() {
        return encoding;
    }

    public int rows() {
        return rows;
    }

    public int nullCount() {
        return nullCount;
    }

    /** Bytes a value ({@link Encoding#INTEGER}) or a code ({@link Encoding#DICTIONARY}): 0, 1, 2, 4 or 8; else 0. */
    public int width() {
        return width;
    }

    /** What is added to each stored integer; 0 unless {@link Encoding#INTEGER}. */
    public long base() {
        return base;
    }

    /** Distinct strings of {@link Encoding#DICTIONARY}; else 0. */
    public int dictionarySize() {
        return dictionarySize;
    }

    /** A bit a row, 1 = not NULL, least significant bit first; 0 when no row is NULL. 64-byte aligned, padded to 64 bytes. */
    public long validityAddress() {
        return validityAddress;
    }

    /** The values, bits or codes; 0 when the width is 0. For {@link Encoding#UTF8} the string bytes. */
    public long dataAddress() {
        return dataAddress;
    }

    /**
     * {@link Encoding#UTF8}: {@code rows + 1} 32-bit offsets into the bytes at {@link #dataAddress()}. {@link Encoding#DICTIONARY}:
     * {@code dictionarySize + 1} 32-bit offsets into the bytes at {@link #dictionaryAddress()}. Else 0.
     */
    public long offsetsAddress() {
        return offsetsAddress;
    }

    /** UTF-8 bytes of the dictionary's strings, which follow the offsets at the next multiple of 64; 0 unless {@link Encoding#DICTIONARY}. */
    public long dictionaryAddress() {
        if (encoding != Encoding.DICTIONARY) {
            return 0;
        }
        return (offsetsAddress + 4L * (dictionarySize + 1) + 63) & -64L;
    }

    /** The memory behind the addresses; owned by whoever pinned the chunk. Its size is what the column costs in the hot store. */
    public ArrowBuf buffer() {
        return buffer;
    }
}
