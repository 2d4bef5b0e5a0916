package io.gridmill.sinks.jdbc;

import io.gridmill.core.schema.ColumnType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Column types as PostgreSQL's, each exact: TINYINT becomes {@code smallint}, DECIMAL(p, s) {@code numeric(p,s)}, VARCHAR {@code text},
 * TIMESTAMP {@code timestamp without time zone} with its microseconds.
 */
final class PostgresTypes {
    private static final Pattern NUMERIC = Pattern.compile("numeric(?:\\((\\d+),(-?\\d+)\\))?");
    private static final Pattern TEXT = Pattern.compile("text|character varying(?:\\((\\d+)\\))?");

    private PostgresTypes() {}

    static String declare(ColumnType type) {
        return switch (type.kind()) {
            case BOOLEAN -> "boolean";
            case TINYINT, SMALLINT -> "smallint";
            case INTEGER -> "integer";
            case BIGINT -> "bigint";
            case DECIMAL -> "numeric(" + type.precision() + "," + type.scale() + ")";
            case REAL -> "real";
            case DOUBLE -> "double precision";
            case VARCHAR -> "text";
            case DATE -> "date";
            case TIMESTAMP -> "timestamp without time zone";
        };
    }

    /**
     * Whether a column whose type {@code format_type} writes so holds every value exactly; {@code character varying(n)} does, because
     * text that is longer is refused by row.
     */
    static boolean holds(String declaredType, ColumnType type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                bits(declaredType) >= bits(declare(type)) || holdsDigits(declaredType, digits(type), 0);
            case DECIMAL -> holdsDigits(declaredType, type.precision() - type.scale(), type.scale());
            case REAL -> declaredType.equals("real") || declaredType.equals("double precision");
            case VARCHAR -> TEXT.matcher(declaredType).matches();
            case TIMESTAMP ->
                declaredType.equals("timestamp without time zone")
                        || declaredType.equals("timestamp(6) without time zone");
            case BOOLEAN, DOUBLE, DATE -> declaredType.equals(declare(type));
        };
    }

    /** The most characters that a column takes. */
    static int maxLength(String declaredType) {
        Matcher text = TEXT.matcher(declaredType);
        return text.matches() && text.group(1) != null ? Integer.parseInt(text.group(1)) : Integer.MAX_VALUE;
    }

    private static boolean holdsDigits(String declaredType, int before, int after) {
        Matcher numeric = NUMERIC.matcher(declaredType);
        if (!numeric.matches()) {
            return false;
        } else if (numeric.group(1) == null) {
            return true;
        }
        int precision = Integer.parseInt(numeric.group(1));
        int scale = Integer.parseInt(numeric.group(2));
        return scale >= after && precision - scale >= before;
    }

    private static int bits(String integer) {
        return switch (integer) {
            case "smallint" -> 16;
            case "integer" -> 32;
            case "bigint" -> 64;
            default -> 0;
        };
    }

    private static int digits(ColumnType integer) {
        return switch (integer.kind()) {
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case INTEGER -> 10;
            default -> 19;
        };
    }
}
