package io.gridmill.loaders.arrow;

import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * The buffers of one column of a record batch, decompressed.
 *
 * @param type of what is in them
 * @param validity a bit a row, 1 for a value; empty when no row is NULL
 * @param offsets of texts; else empty
 * @param data values, or the bytes of texts, or the views of texts
 * @param viewed what views point to
 */
@SuppressWarnings("ArrayRecordComponent")
record ColumnBuffers(ArrowType type, int rows, byte[] validity, byte[] offsets, byte[] data, List<byte[]> viewed) {
    boolean isNull(int row) {
        return validity.length > 0 && (validity[row >> 3] >> (row & 7) & 1) == 0;
    }
}
