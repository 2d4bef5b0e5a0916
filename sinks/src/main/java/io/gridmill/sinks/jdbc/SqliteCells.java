package io.gridmill.sinks.jdbc;

import io.gridmill.core.batch.CellText;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.Column;
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

/**
 * Values as SQLite's: decimals, dates and timestamps are text as {@link CellText} writes them, booleans are 0 and 1. SQLite would store NaN
 * as NULL: such a row is refused. -0.0 becomes 0.0. Text keeps NUL characters, though SQLite's own functions stop there.
 */
final class SqliteCells {
    private SqliteCells() {}

    static CellBinder binder(Column column, FieldVector vector) {
        return switch (column.type().kind()) {
            case BOOLEAN -> {
                BitVector typed = (BitVector) vector;
                yield (statement, parameter, row) -> statement.setInt(parameter, typed.get(row));
            }
            case TINYINT -> {
                TinyIntVector typed = (TinyIntVector) vector;
                yield (statement, parameter, row) -> statement.setInt(parameter, typed.get(row));
            }
            case SMALLINT -> {
                SmallIntVector typed = (SmallIntVector) vector;
                yield (statement, parameter, row) -> statement.setInt(parameter, typed.get(row));
            }
            case INTEGER -> {
                IntVector typed = (IntVector) vector;
                yield (statement, parameter, row) -> statement.setInt(parameter, typed.get(row));
            }
            case BIGINT -> {
                BigIntVector typed = (BigIntVector) vector;
                yield (statement, parameter, row) -> statement.setLong(parameter, typed.get(row));
            }
            case DECIMAL -> {
                DecimalVector typed = (DecimalVector) vector;
                yield (statement, parameter, row) -> statement.setString(parameter, CellText.decimal(typed, row));
            }
            case REAL -> {
                Float4Vector typed = (Float4Vector) vector;
                yield (statement, parameter, row) -> statement.setDouble(parameter, number(column, typed.get(row)));
            }
            case DOUBLE -> {
                Float8Vector typed = (Float8Vector) vector;
                yield (statement, parameter, row) -> statement.setDouble(parameter, number(column, typed.get(row)));
            }
            case VARCHAR -> {
                VarCharVector typed = (VarCharVector) vector;
                yield (statement, parameter, row) ->
                        statement.setString(parameter, new String(typed.get(row), StandardCharsets.UTF_8));
            }
            case DATE -> {
                DateDayVector typed = (DateDayVector) vector;
                yield (statement, parameter, row) -> statement.setString(parameter, CellText.date(typed.get(row)));
            }
            case TIMESTAMP -> {
                TimeStampMicroVector typed = (TimeStampMicroVector) vector;
                yield (statement, parameter, row) -> statement.setString(parameter, CellText.timestamp(typed.get(row)));
            }
        };
    }

    private static double number(Column column, double value) {
        if (Double.isNaN(value)) {
            throw GridmillException.data("SQLite cannot hold NaN, it would become NULL [column=" + column.name() + "]");
        }
        return value;
    }
}
