package io.gridmill.compute.run;

import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Slot;
import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;

/** Reads rows of Arrow vectors into slots of their type's representation. */
final class BatchReader {
    private BatchReader() {}

    /** Rows {@code first .. first + count} of the vector into rows {@code 0 .. count} of the slot. Values of NULL rows may be anything. */
    static void read(FieldVector vector, int first, int count, Slot out) {
        if (vector.getNullCount() == 0) {
            Arrays.fill(out.nul, 0, count, false);
        } else {
            for (int j = 0; j < count; j++) {
                out.nul[j] = vector.isNull(first + j);
            }
        }
        if (vector instanceof VarCharVector strings) {
            for (int j = 0; j < count; j++) {
                if (!out.nul[j]) {
                    out.s[j] = strings.get(first + j);
                }
            }
            return;
        } else if (vector instanceof BitVector bits) {
            for (int j = 0; j < count; j++) {
                out.b[j] = !out.nul[j] && bits.get(first + j) != 0;
            }
            return;
        }
        int width = ((BaseFixedWidthVector) vector).getTypeWidth();
        long from = vector.getDataBufferAddress() + (long) width * first;
        if (out.repr == Repr.DOUBLE && width == Double.BYTES) {
            Decode.doubles(from, 0, count, out.d);
        } else if (out.repr == Repr.DOUBLE) {
            Decode.floats(from, 0, count, out.d);
        } else if (width <= Long.BYTES) {
            Decode.longs(from, width, 0, 0, count, out.l);
        } else if (out.repr == Repr.WIDE) {
            Decode.wides(from, 0, count, out.h, out.l);
        } else {
            for (int j = 0; j < count; j++) {
                out.l[j] = MemoryUtil.getLong(from + 16L * j);
            }
        }
    }
}
