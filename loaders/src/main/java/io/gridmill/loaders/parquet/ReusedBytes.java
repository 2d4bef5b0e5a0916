package io.gridmill.loaders.parquet;

/**
 * An array in which one page, or one column of a row group, is put over the one before: new arrays of their size would each be memory that
 * was not touched before.
 */
final class ReusedBytes {
    private byte[] bytes = {};

    /** The array, whose bytes beyond those asked for are of no meaning. */
    byte[] atLeast(int size) {
        if (bytes.length < size) {
            bytes = new byte[(int) Math.max(size, bytes.length * 3L / 2)];
        }
        return bytes;
    }
}
