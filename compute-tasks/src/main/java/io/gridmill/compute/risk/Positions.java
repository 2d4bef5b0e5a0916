package io.gridmill.compute.risk;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.task.TaskBatch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;

/** A block of positions as arrays: European options on one underlying each. */
final class Positions {
    /** Columns of the dataset, in the order in which they are read. */
    static final List<String> COLUMNS =
            List.of("id", "kind", "spot", "strike", "years", "rate", "volatility", "quantity");

    static final int MOST = TaskBatch.MAX_ROWS;
    private static final int ID = 0;
    private static final int KIND = 1;

    final long[] id = new long[MOST];
    /** 1 for a call, -1 for a put. */
    final double[] sign = new double[MOST];

    final double[] spot = new double[MOST];
    final double[] strike = new double[MOST];
    final double[] years = new double[MOST];
    final double[] rate = new double[MOST];
    final double[] volatility = new double[MOST];
    final double[] quantity = new double[MOST];
    private final double[][] numbers = {spot, strike, years, rate, volatility, quantity};
    int count;

    /** @throws GridmillException DATA for a value that a position cannot have, with the position's id */
    void read(TaskBatch batch) {
        count = batch.rows();
        readIds((BaseIntVector) batch.column(ID));
        readKinds(batch.column(KIND, VarCharVector.class));
        for (int n = 0; n < numbers.length; n++) {
            readNumbers(batch, KIND + 1 + n, numbers[n]);
        }
        check("spot", spot, true);
        check("strike", strike, true);
        check("years", years, true);
        check("rate", rate, false);
        check("volatility", volatility, true);
        check("quantity", quantity, false);
    }

    private void readIds(BaseIntVector ids) {
        for (int row = 0; row < count; row++) {
            if (ids.isNull(row)) {
                throw GridmillException.data("a position must have an id, got NULL");
            }
            id[row] = ids.getValueAsLong(row);
        }
    }

    private void readKinds(VarCharVector kinds) {
        for (int row = 0; row < count; row++) {
            String kind = kinds.isNull(row)
                    ? "NULL"
                    : new String(kinds.get(row), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
            sign[row] = switch (kind) {
                case "call" -> 1;
                case "put" -> -1;
                default -> throw GridmillException.data("kind must be call or put, got " + kind + position(row));
            };
        }
    }

    private void readNumbers(TaskBatch batch, int column, double[] to) {
        FieldVector vector = batch.column(column);
        for (int row = 0; row < count; row++) {
            if (vector.isNull(row)) {
                throw GridmillException.data(vector.getName() + " must not be NULL" + position(row));
            }
        }
        batch.doubles(column, to);
    }

    private void check(String column, double[] values, boolean positive) {
        for (int row = 0; row < count; row++) {
            double value = values[row];
            if (!(Math.abs(value) <= 1e15) || positive && !(value >= 1e-12)) {
                throw GridmillException.data(column + " must be a number " + (positive ? "from 1e-12" : "from -1e15")
                        + " to 1e15, got " + value + position(row));
            }
        }
    }

    private String position(int row) {
        return " [position=" + id[row] + "]";
    }
}
