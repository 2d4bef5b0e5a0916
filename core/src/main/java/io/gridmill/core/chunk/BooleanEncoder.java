package io.gridmill.core.chunk;

import io.gridmill.core.schema.ColumnType;
import org.apache.arrow.vector.FieldVector;

/** Stores booleans as bits; NULL rows hold 0. */
final class BooleanEncoder {
    private BooleanEncoder() {}

    static EncodedValue encode(FieldVector vector, int fromRow, Validity validity) {
        int rows = validity.rows();
        ValueLayout layout = ValueLayout.of(Encoding.BITS, rows, validity.hasNulls(), 0, 0, 0);
        byte[] bytes = ColumnFormat.newValue(ColumnType.BOOLEAN, Encoding.BITS, validity, 0, 0, 0, layout);
        byte[] bits = Validity.bits(vector.getDataBufferAddress(), fromRow, rows);
        int set = 0;
        for (int i = 0; i < bits.length; i++) {
            int known = validity.hasNulls() ? bytes[layout.validityAt() + i] : 0xff;
            bytes[layout.dataAt() + i] = (byte) (bits[i] & known);
            set += Integer.bitCount(bits[i] & known & 0xff);
        }
        if (validity.allNull()) {
            return new EncodedValue(bytes, Encoding.BITS, validity.nullCount(), null, null);
        }
        boolean anyFalse = set < rows - validity.nullCount();
        return new EncodedValue(bytes, Encoding.BITS, validity.nullCount(), !anyFalse, set > 0);
    }
}
