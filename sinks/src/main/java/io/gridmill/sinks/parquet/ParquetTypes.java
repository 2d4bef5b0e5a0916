package io.gridmill.sinks.parquet;

import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import java.math.BigInteger;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * Column types as Parquet's, each exact and optional.
 *
 * <table>
 * <caption>Types</caption>
 * <tr><th>column</th><th>Parquet</th></tr>
 * <tr><td>BOOLEAN, REAL, DOUBLE</td><td>BOOLEAN, FLOAT, DOUBLE</td></tr>
 * <tr><td>TINYINT, SMALLINT</td><td>INT32 as INT(8), INT(16)</td></tr>
 * <tr><td>INTEGER, BIGINT</td><td>INT32, INT64</td></tr>
 * <tr><td>DECIMAL(p, s)</td><td>INT32 to 9 digits, INT64 to 18, beyond FIXED_LEN_BYTE_ARRAY of the fewest bytes; as DECIMAL</td></tr>
 * <tr><td>VARCHAR</td><td>BINARY as STRING</td></tr>
 * <tr><td>DATE</td><td>INT32 as DATE</td></tr>
 * <tr><td>TIMESTAMP</td><td>INT64 as TIMESTAMP(micros, isAdjustedToUTC = false)</td></tr>
 * </table>
 */
final class ParquetTypes {
    static final int INT32_DIGITS = 9;
    static final int INT64_DIGITS = 18;

    private ParquetTypes() {}

    static MessageType message(TableSchema schema) {
        Types.MessageTypeBuilder message = Types.buildMessage();
        for (Column column : schema.columns()) {
            message.addField(field(column));
        }
        return message.named("gridmill");
    }

    private static PrimitiveType field(Column column) {
        ColumnType type = column.type();
        return switch (type.kind()) {
            case BOOLEAN -> Types.optional(PrimitiveTypeName.BOOLEAN).named(column.name());
            case TINYINT -> annotated(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(8, true), column);
            case SMALLINT -> annotated(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(16, true), column);
            case INTEGER -> Types.optional(PrimitiveTypeName.INT32).named(column.name());
            case BIGINT -> Types.optional(PrimitiveTypeName.INT64).named(column.name());
            case REAL -> Types.optional(PrimitiveTypeName.FLOAT).named(column.name());
            case DOUBLE -> Types.optional(PrimitiveTypeName.DOUBLE).named(column.name());
            case VARCHAR -> annotated(PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType(), column);
            case DATE -> annotated(PrimitiveTypeName.INT32, LogicalTypeAnnotation.dateType(), column);
            case TIMESTAMP ->
                annotated(PrimitiveTypeName.INT64, LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS), column);
            case DECIMAL -> decimal(column);
        };
    }

    private static PrimitiveType decimal(Column column) {
        int digits = column.type().precision();
        LogicalTypeAnnotation decimal =
                LogicalTypeAnnotation.decimalType(column.type().scale(), digits);
        if (digits <= INT32_DIGITS) {
            return annotated(PrimitiveTypeName.INT32, decimal, column);
        } else if (digits <= INT64_DIGITS) {
            return annotated(PrimitiveTypeName.INT64, decimal, column);
        }
        return Types.optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
                .length(fixedBytes(digits))
                .as(decimal)
                .named(column.name());
    }

    private static PrimitiveType annotated(PrimitiveTypeName physical, LogicalTypeAnnotation logical, Column column) {
        return Types.optional(physical).as(logical).named(column.name());
    }

    /** The fewest bytes whose two's complement holds every number of so many digits. */
    static int fixedBytes(int digits) {
        return BigInteger.TEN.pow(digits).bitLength() / Byte.SIZE + 1;
    }
}
