package io.gridmill.compute.run;

import io.gridmill.compute.kernel.Slot;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;

/** Reads rows of Arrow vectors into slots of their type's representation. */
final class BatchReader {
    private BatchReader() {}

    /** Rows {@code first .. first + count} of the vector into rows {@code at ..} of the slot. */
    static void read(FieldVector vector, int first, int count, Slot out, int at) {
        for (int j = 0; j < count; j++) {
            int row = first + j;
            int to = at + j;
            out.nul[to] = vector.isNull(row);
            if (out.nul[to]) {
                continue;
            }
            if (vector instanceof BigIntVector longs) {
                out.l[to] = longs.get(row);
            } else if (vector instanceof DecimalVector decimals) {
                ArrowBuf data = decimals.getDataBuffer();
                out.l[to] = data.getLong(16L * row);
                if (out.h.length > 0) {
                    out.h[to] = data.getLong(16L * row + 8);
                }
            } else if (vector instanceof IntVector ints) {
                out.l[to] = ints.get(row);
            } else if (vector instanceof VarCharVector strings) {
                out.s[to] = strings.get(row);
            } else if (vector instanceof Float8Vector doubles) {
                out.d[to] = doubles.get(row);
            } else if (vector instanceof DateDayVector days) {
                out.l[to] = days.get(row);
            } else if (vector instanceof TimeStampMicroVector micros) {
                out.l[to] = micros.get(row);
            } else if (vector instanceof BitVector bits) {
                out.b[to] = bits.get(row) != 0;
            } else if (vector instanceof TinyIntVector bytes) {
                out.l[to] = bytes.get(row);
            } else if (vector instanceof SmallIntVector shorts) {
                out.l[to] = shorts.get(row);
            } else if (vector instanceof Float4Vector floats) {
                out.d[to] = floats.get(row);
            } else {
                throw new IllegalStateException(
                        "no column type has a " + vector.getClass().getSimpleName());
            }
        }
    }
}
