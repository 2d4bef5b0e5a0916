package io.gridmill.loaders.parquet;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.loaders.columns.BadValues;
import io.gridmill.loaders.columns.Conversion;
import io.gridmill.loaders.columns.FileColumn;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * Parquet's types as column types.
 *
 * <table>
 * <caption>Types</caption>
 * <tr><th>Parquet</th><th>column</th></tr>
 * <tr><td>BOOLEAN, FLOAT, DOUBLE</td><td>BOOLEAN, REAL, DOUBLE</td></tr>
 * <tr><td>FLOAT16</td><td>REAL</td></tr>
 * <tr><td>INT32, INT64; as INT(8), INT(16), INT(32), INT(64)</td><td>INTEGER, BIGINT; TINYINT, SMALLINT, INTEGER, BIGINT</td></tr>
 * <tr><td>UINT(8), UINT(16), UINT(32), UINT(64)</td><td>SMALLINT, INTEGER, BIGINT, BIGINT (greater values are bad)</td></tr>
 * <tr><td>DECIMAL(p &lt;= 18, s) as INT32, INT64, FIXED_LEN_BYTE_ARRAY, BINARY</td><td>DECIMAL(p, s)</td></tr>
 * <tr><td>BINARY, plain or as STRING, ENUM, JSON</td><td>VARCHAR (what is not UTF-8 is bad)</td></tr>
 * <tr><td>DATE</td><td>DATE</td></tr>
 * <tr><td>TIMESTAMP in milliseconds, microseconds, nanoseconds; with UTC or without</td><td>TIMESTAMP (parts of a microsecond are bad)</td></tr>
 * <tr><td>INT96</td><td>TIMESTAMP</td></tr>
 * </table>
 */
final class ParquetTypes {
    private static final int INT96_BYTES = 12;

    private ParquetTypes() {}

    static FileColumn column(Type field) {
        if (!field.isPrimitive()) {
            LogicalTypeAnnotation logical = field.getLogicalTypeAnnotation();
            String shape = logical == null ? "group (nested columns)" : logical.toString();
            return new FileColumn(field.getName(), null, "a nested " + shape);
        }
        if (field.isRepetition(Type.Repetition.REPEATED)) {
            return new FileColumn(field.getName(), null, "repeated");
        }
        PrimitiveType type = field.asPrimitiveType();
        return new FileColumn(field.getName(), type(type), shape(type));
    }

    private static String shape(PrimitiveType type) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        String physical = type.getPrimitiveTypeName()
                + (type.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
                        ? "(" + type.getTypeLength() + ")"
                        : "");
        return logical == null ? physical : physical + " as " + logical;
    }

    /** Null for what is not read. */
    private static @Nullable ColumnType type(PrimitiveType type) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            boolean fits = decimal.getPrecision() <= ColumnType.MAX_LONG_DECIMAL_PRECISION
                    && decimal.getScale() >= 0
                    && decimal.getScale() <= decimal.getPrecision();
            return fits ? ColumnType.decimal(decimal.getPrecision(), decimal.getScale()) : null;
        }
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> ColumnType.BOOLEAN;
            case FLOAT -> ColumnType.REAL;
            case DOUBLE -> ColumnType.DOUBLE;
            case INT96 -> ColumnType.TIMESTAMP;
            case INT32 -> int32(logical);
            case INT64 -> int64(logical);
            case FIXED_LEN_BYTE_ARRAY -> logical instanceof Float16LogicalTypeAnnotation ? ColumnType.REAL : null;
            case BINARY ->
                logical == null
                                || logical instanceof StringLogicalTypeAnnotation
                                || logical instanceof EnumLogicalTypeAnnotation
                                || logical instanceof JsonLogicalTypeAnnotation
                        ? ColumnType.VARCHAR
                        : null;
        };
    }

    private static @Nullable ColumnType int32(@Nullable LogicalTypeAnnotation logical) {
        if (logical instanceof DateLogicalTypeAnnotation) {
            return ColumnType.DATE;
        } else if (logical instanceof IntLogicalTypeAnnotation integer) {
            return integer(integer);
        }
        return logical == null ? ColumnType.INTEGER : null;
    }

    private static @Nullable ColumnType int64(@Nullable LogicalTypeAnnotation logical) {
        if (logical instanceof TimestampLogicalTypeAnnotation) {
            return ColumnType.TIMESTAMP;
        } else if (logical instanceof IntLogicalTypeAnnotation integer) {
            return integer(integer);
        }
        return logical == null ? ColumnType.BIGINT : null;
    }

    private static ColumnType integer(IntLogicalTypeAnnotation integer) {
        int bits = integer.isSigned() ? integer.getBitWidth() : 2 * integer.getBitWidth();
        return switch (bits) {
            case 8 -> ColumnType.TINYINT;
            case 16 -> ColumnType.SMALLINT;
            case 32 -> ColumnType.INTEGER;
            default -> ColumnType.BIGINT;
        };
    }

    /** @throws GridmillException USER for a type that no column of a file becomes */
    static void checkReadable(Column column) {
        ColumnType type = column.type();
        if (type.precision() > ColumnType.MAX_LONG_DECIMAL_PRECISION) {
            throw GridmillException.user("a column that is read can have at most "
                    + ColumnType.MAX_LONG_DECIMAL_PRECISION + " digits, got " + type + " [column=" + column.name()
                    + "]");
        }
    }

    /** From what {@link PlainLongs} reads to the load's type. */
    static Conversion conversion(PrimitiveType type, ColumnType wanted, BadValues bad) {
        ColumnType natural = type(type);
        if (natural == null) {
            throw new IllegalStateException("a column of a type that is not read was not refused: " + type);
        }
        return physical(type, bad).then(natural, wanted);
    }

    private static Conversion physical(PrimitiveType type, BadValues bad) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        if (logical instanceof IntLogicalTypeAnnotation integer && !integer.isSigned()) {
            return Conversion.unsigned(integer.getBitWidth(), bad);
        } else if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
            return switch (timestamp.getUnit()) {
                case MILLIS -> Conversion.microsTimes(1000, bad);
                case MICROS -> Conversion.none(bad);
                case NANOS -> Conversion.nanos(bad);
            };
        }
        return Conversion.none(bad);
    }

    /** How values that are bytes become longs; null for those that are numbers. */
    static @Nullable BytesToLong bytes(PrimitiveType type, BadValues bad) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        return switch (type.getPrimitiveTypeName()) {
            case INT96 -> BytesToLong.int96(bad);
            case BINARY, FIXED_LEN_BYTE_ARRAY ->
                logical instanceof DecimalLogicalTypeAnnotation decimal
                        ? BytesToLong.decimal(ColumnType.decimal(decimal.getPrecision(), decimal.getScale()), bad)
                        : BytesToLong.FLOAT16;
            default -> null;
        };
    }

    /** Bytes of a plain value; 0 when each says its own. */
    static int fixedBytes(PrimitiveType type) {
        return switch (type.getPrimitiveTypeName()) {
            case INT32, FLOAT -> Integer.BYTES;
            case INT64, DOUBLE -> Long.BYTES;
            case INT96 -> INT96_BYTES;
            case FIXED_LEN_BYTE_ARRAY -> type.getTypeLength();
            case BOOLEAN, BINARY -> 0;
        };
    }
}
