package io.gridmill.loaders.arrow;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.loaders.columns.BadValues;
import io.gridmill.loaders.columns.Conversion;
import io.gridmill.loaders.columns.FileColumn;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Arrow's types as column types; a dictionary-encoded column is of its dictionary's type.
 *
 * <table>
 * <caption>Types</caption>
 * <tr><th>Arrow</th><th>column</th></tr>
 * <tr><td>Bool, Int(8, 16, 32, 64)</td><td>BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT</td></tr>
 * <tr><td>unsigned Int(8, 16, 32, 64)</td><td>SMALLINT, INTEGER, BIGINT, BIGINT (greater values are bad)</td></tr>
 * <tr><td>FloatingPoint(HALF, SINGLE, DOUBLE)</td><td>REAL, REAL, DOUBLE</td></tr>
 * <tr><td>Decimal(p &lt;= 18, s) of 32 to 256 bits</td><td>DECIMAL(p, s)</td></tr>
 * <tr><td>Utf8, LargeUtf8, Utf8View; Null</td><td>VARCHAR (what is not UTF-8 is bad); VARCHAR, all NULL</td></tr>
 * <tr><td>Date in days, or in milliseconds</td><td>DATE (parts of a day are bad)</td></tr>
 * <tr><td>Timestamp of any unit and zone, which is left out: values are UTC</td><td>TIMESTAMP (parts of a microsecond are bad)</td></tr>
 * </table>
 */
final class ArrowTypes {
    private ArrowTypes() {}

    static FileColumn column(Field field) {
        String nested = field.getChildren().isEmpty() ? "" : "a nested ";
        return new FileColumn(field.getName(), type(field.getType()), nested + field.getType());
    }

    /** Null for what is not read. */
    static @Nullable ColumnType type(ArrowType type) {
        if (type instanceof ArrowType.Int integer) {
            int bits = integer.getIsSigned() ? integer.getBitWidth() : 2 * integer.getBitWidth();
            return switch (bits) {
                case 8 -> ColumnType.TINYINT;
                case 16 -> ColumnType.SMALLINT;
                case 32 -> ColumnType.INTEGER;
                default -> ColumnType.BIGINT;
            };
        } else if (type instanceof ArrowType.Decimal decimal) {
            boolean fits = decimal.getPrecision() <= ColumnType.MAX_LONG_DECIMAL_PRECISION
                    && decimal.getPrecision() > 0
                    && decimal.getScale() >= 0
                    && decimal.getScale() <= decimal.getPrecision();
            return fits ? ColumnType.decimal(decimal.getPrecision(), decimal.getScale()) : null;
        } else if (type instanceof ArrowType.FloatingPoint floating) {
            return floating.getPrecision() == FloatingPointPrecision.DOUBLE ? ColumnType.DOUBLE : ColumnType.REAL;
        }
        return switch (type.getTypeID()) {
            case Bool -> ColumnType.BOOLEAN;
            case Utf8, LargeUtf8, Utf8View, Null -> ColumnType.VARCHAR;
            case Date -> ColumnType.DATE;
            case Timestamp -> ColumnType.TIMESTAMP;
            default -> null;
        };
    }

    /** From what {@link LongAt} reads to the load's type. */
    static Conversion conversion(ArrowType type, ColumnType wanted, BadValues bad) {
        ColumnType natural = type(type);
        if (natural == null) {
            throw new IllegalStateException("a column of a type that is not read was not refused: " + type);
        }
        return physical(type, bad).then(natural, wanted);
    }

    private static Conversion physical(ArrowType type, BadValues bad) {
        if (type instanceof ArrowType.Int integer && !integer.getIsSigned()) {
            return Conversion.unsigned(integer.getBitWidth(), bad);
        } else if (type instanceof ArrowType.Timestamp timestamp) {
            return switch (timestamp.getUnit()) {
                case SECOND -> Conversion.microsTimes(1_000_000, bad);
                case MILLISECOND -> Conversion.microsTimes(1000, bad);
                case MICROSECOND -> Conversion.none(bad);
                case NANOSECOND -> Conversion.nanos(bad);
            };
        }
        return Conversion.none(bad);
    }

    /** @throws GridmillException USER for a type that no column of a file becomes */
    static void checkReadable(Column column) {
        if (column.type().precision() > ColumnType.MAX_LONG_DECIMAL_PRECISION) {
            throw GridmillException.user("a column that is read can have at most "
                    + ColumnType.MAX_LONG_DECIMAL_PRECISION + " digits, got " + column.type() + " [column="
                    + column.name() + "]");
        }
    }
}
