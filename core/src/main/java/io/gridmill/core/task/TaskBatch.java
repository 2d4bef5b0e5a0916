package io.gridmill.core.task;

import io.gridmill.core.error.GridmillException;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Rows of a dataset, at most {@value #MAX_ROWS}: the columns that the plan named, in its order, each decoded when it is first asked for. */
public interface TaskBatch {
    int MAX_ROWS = 8192;

    int rows();

    /** A column by its place in {@link TaskPlan#inputColumns()}, as {@link io.gridmill.core.schema.ColumnType} says it comes in Arrow. */
    FieldVector column(int n);

    /**
     * The same as the vector class that the caller expects.
     *
     * @throws GridmillException USER when the column's type comes as another class
     */
    default <V extends FieldVector> V column(int n, Class<V> vectorClass) {
        FieldVector vector = column(n);
        if (!vectorClass.isInstance(vector)) {
            throw GridmillException.user("column '" + vector.getName() + "' comes as "
                    + vector.getClass().getSimpleName() + ", the task asks for " + vectorClass.getSimpleName());
        }
        return vectorClass.cast(vector);
    }

    /**
     * Reads a column of any numeric type: the nearest double to each value, 0 for NULL.
     *
     * @param to for at least {@link #rows} numbers
     * @throws GridmillException USER when the column is not of a numeric type
     */
    default void doubles(int n, double[] to) {
        Doubles.read(column(n), to, rows());
    }

    /** A batch of all columns of {@code root}, for tests of a worker. The caller keeps the root. */
    static TaskBatch of(VectorSchemaRoot root) {
        return new TaskBatch() {
            @Override
            public int rows() {
                return root.getRowCount();
            }

            @Override
            public FieldVector column(int n) {
                return root.getVector(n);
            }
        };
    }
}
