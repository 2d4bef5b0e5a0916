package io.gridmill.loaders.parquet;

/**
 * An array in which one page, or one column of a row group, is put over the one before: new arrays of their size would each be memory that
 * was not touched before.
 */
final class ReusedBytes {
    /** Larger ones get no spare bytes for their followers, which are about as large: a gigabyte must not become more. */
    private static final int MOST_WITH_SPARE = 8 << 20;

    private byte[] bytes = {};

    /** The array, whose bytes beyond those asked for are of no meaning. */
    byte[] atLeast(int size) {
        if (bytes.length < size) {
            bytes = new byte[size <= MOST_WITH_SPARE ? size + size / 8 : size];
        }
        return bytes;
    }
}
