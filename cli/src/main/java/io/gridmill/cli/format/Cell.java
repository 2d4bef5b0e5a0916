package io.gridmill.cli.format;

import io.gridmill.core.batch.CellText;
import io.gridmill.core.schema.ColumnType;
import java.nio.charset.StandardCharsets;
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

/** Text of the values of one column of one batch, as {@link CellText} writes them. The value must not be NULL. */
@FunctionalInterface
interface Cell {
    String text(int row);

    static Cell of(ColumnType type, FieldVector vector) {
        return switch (type.kind()) {
            case BOOLEAN -> row -> ((BitVector) vector).get(row) != 0 ? "true" : "false";
            case TINYINT -> row -> Integer.toString(((TinyIntVector) vector).get(row));
            case SMALLINT -> row -> Integer.toString(((SmallIntVector) vector).get(row));
            case INTEGER -> row -> Integer.toString(((IntVector) vector).get(row));
            case BIGINT -> row -> Long.toString(((BigIntVector) vector).get(row));
            case DECIMAL -> row -> CellText.decimal((DecimalVector) vector, row);
            case REAL -> row -> CellText.floating(((Float4Vector) vector).get(row));
            case DOUBLE -> row -> CellText.floating(((Float8Vector) vector).get(row));
            case VARCHAR -> row -> new String(((VarCharVector) vector).get(row), StandardCharsets.UTF_8);
            case DATE -> row -> CellText.date(((DateDayVector) vector).get(row));
            case TIMESTAMP -> row -> CellText.timestamp(((TimeStampMicroVector) vector).get(row));
        };
    }

    static boolean isNumber(ColumnType type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL, REAL, DOUBLE -> true;
            case BOOLEAN, VARCHAR, DATE, TIMESTAMP -> false;
        };
    }
}
