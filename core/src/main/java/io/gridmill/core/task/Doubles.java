package io.gridmill.core.task;

import io.gridmill.core.error.GridmillException;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FloatingPointVector;

/** Reads columns of any numeric type as doubles. */
final class Doubles {
    private Doubles() {}

    static void read(FieldVector vector, double[] to, int count) {
        for (int row = 0; row < count; row++) {
            to[row] = 0;
        }
        if (vector instanceof FloatingPointVector floating) {
            for (int row = 0; row < count; row++) {
                if (!vector.isNull(row)) {
                    to[row] = floating.getValueAsDouble(row);
                }
            }
        } else if (vector instanceof DecimalVector decimals) {
            for (int row = 0; row < count; row++) {
                if (!vector.isNull(row)) {
                    to[row] = decimals.getObject(row).doubleValue();
                }
            }
        } else if (vector instanceof BaseIntVector integers) {
            for (int row = 0; row < count; row++) {
                if (!vector.isNull(row)) {
                    to[row] = integers.getValueAsLong(row);
                }
            }
        } else {
            throw GridmillException.user("column '" + vector.getName() + "' must be of a numeric type, it comes as "
                    + vector.getClass().getSimpleName());
        }
    }
}
