package io.gridmill.core.schema;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.gridmill.core.error.GridmillException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * A column's SQL type. Precision and scale are 0 except for {@code DECIMAL}. Datasets and results hold decimals of up to 38
 * digits; sources read, and expressions compute, up to 18.
 *
 * <table>
 * <caption>As an Arrow batch column</caption>
 * <tr><th>SQL</th><th>Arrow</th></tr>
 * <tr><td>BOOLEAN</td><td>Bool</td></tr>
 * <tr><td>TINYINT, SMALLINT, INTEGER, BIGINT</td><td>Int(8, 16, 32, 64, signed)</td></tr>
 * <tr><td>DECIMAL(p, s)</td><td>Decimal(p, s, 128)</td></tr>
 * <tr><td>REAL, DOUBLE</td><td>FloatingPoint(SINGLE, DOUBLE)</td></tr>
 * <tr><td>VARCHAR</td><td>Utf8</td></tr>
 * <tr><td>DATE</td><td>Date(DAY)</td></tr>
 * <tr><td>TIMESTAMP</td><td>Timestamp(MICROSECOND, no zone)</td></tr>
 * </table>
 */
public record ColumnType(Kind kind, int precision, int scale) {
    /** The SQL type names. */
    public enum Kind {
        BOOLEAN,
        TINYINT,
        SMALLINT,
        INTEGER,
        BIGINT,
        DECIMAL,
        REAL,
        DOUBLE,
        VARCHAR,
        DATE,
        TIMESTAMP
    }

    public static final int MAX_DECIMAL_PRECISION = 38;
    /** The most digits of a decimal that is read from a source or computed by an expression: what a long holds. */
    public static final int MAX_LONG_DECIMAL_PRECISION = 18;

    public static final ColumnType BOOLEAN = new ColumnType(Kind.BOOLEAN, 0, 0);
    public static final ColumnType TINYINT = new ColumnType(Kind.TINYINT, 0, 0);
    public static final ColumnType SMALLINT = new ColumnType(Kind.SMALLINT, 0, 0);
    public static final ColumnType INTEGER = new ColumnType(Kind.INTEGER, 0, 0);
    public static final ColumnType BIGINT = new ColumnType(Kind.BIGINT, 0, 0);
    public static final ColumnType REAL = new ColumnType(Kind.REAL, 0, 0);
    public static final ColumnType DOUBLE = new ColumnType(Kind.DOUBLE, 0, 0);
    public static final ColumnType VARCHAR = new ColumnType(Kind.VARCHAR, 0, 0);
    public static final ColumnType DATE = new ColumnType(Kind.DATE, 0, 0);
    public static final ColumnType TIMESTAMP = new ColumnType(Kind.TIMESTAMP, 0, 0);

    private static final Pattern DECIMAL_TEXT =
            Pattern.compile("(?:DECIMAL|NUMERIC)\\s*\\(\\s*(\\d+)\\s*(?:,\\s*(\\d+)\\s*)?\\)");

    public ColumnType {
        if (kind == Kind.DECIMAL) {
            if (precision < 1 || precision > MAX_DECIMAL_PRECISION || scale < 0 || scale > precision) {
                throw GridmillException.user("DECIMAL(p, s) must have 1 <= p <= " + MAX_DECIMAL_PRECISION
                        + " and 0 <= s <= p, got DECIMAL(" + precision + ", " + scale + ")");
            }
        } else if (precision != 0 || scale != 0) {
            throw GridmillException.user(kind + " takes no precision or scale, got (" + precision + ", " + scale + ")");
        }
    }

    public static ColumnType decimal(int precision, int scale) {
        return new ColumnType(Kind.DECIMAL, precision, scale);
    }

    /** Parses {@code INTEGER}, {@code DECIMAL(12, 2)}, {@code VARCHAR(25)} (the length is not enforced), any case, and usual aliases. */
    @JsonCreator
    public static ColumnType parse(String text) {
        String upper = text.strip().toUpperCase(Locale.ROOT);
        Matcher decimal = DECIMAL_TEXT.matcher(upper);
        try {
            if (decimal.matches()) {
                int scale = decimal.group(2) == null ? 0 : Integer.parseInt(decimal.group(2));
                return decimal(Integer.parseInt(decimal.group(1)), scale);
            }
        } catch (NumberFormatException e) {
            throw GridmillException.user("precision of a type is not a number of digits: '" + text + "'");
        }
        if (upper.matches("(VARCHAR|CHAR)\\s*\\(\\s*\\d+\\s*\\)")) {
            return VARCHAR;
        }
        return switch (upper) {
            case "BOOLEAN", "BOOL" -> BOOLEAN;
            case "TINYINT" -> TINYINT;
            case "SMALLINT" -> SMALLINT;
            case "INTEGER", "INT" -> INTEGER;
            case "BIGINT" -> BIGINT;
            case "REAL" -> REAL;
            case "DOUBLE", "DOUBLE PRECISION" -> DOUBLE;
            case "VARCHAR", "CHAR", "TEXT", "STRING" -> VARCHAR;
            case "DATE" -> DATE;
            case "TIMESTAMP" -> TIMESTAMP;
            default ->
                throw GridmillException.user(
                        "unknown type '" + text
                                + "'; known: BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL(p, s), REAL, DOUBLE, VARCHAR, DATE, TIMESTAMP");
        };
    }

    public ArrowType toArrow() {
        return switch (kind) {
            case BOOLEAN -> ArrowType.Bool.INSTANCE;
            case TINYINT -> new ArrowType.Int(8, true);
            case SMALLINT -> new ArrowType.Int(16, true);
            case INTEGER -> new ArrowType.Int(32, true);
            case BIGINT -> new ArrowType.Int(64, true);
            case DECIMAL -> new ArrowType.Decimal(precision, scale, 128);
            case REAL -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
            case DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case VARCHAR -> ArrowType.Utf8.INSTANCE;
            case DATE -> new ArrowType.Date(DateUnit.DAY);
            case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
        };
    }

    /** The inverse of {@link #toArrow()}; an Arrow type outside its table is a USER error that names it. */
    public static ColumnType fromArrow(ArrowType type) {
        if (type instanceof ArrowType.Bool) {
            return BOOLEAN;
        } else if (type instanceof ArrowType.Int integer && integer.getIsSigned()) {
            return switch (integer.getBitWidth()) {
                case 8 -> TINYINT;
                case 16 -> SMALLINT;
                case 32 -> INTEGER;
                default -> BIGINT;
            };
        } else if (type instanceof ArrowType.Decimal decimal && decimal.getBitWidth() == 128) {
            return decimal(decimal.getPrecision(), decimal.getScale());
        } else if (type instanceof ArrowType.FloatingPoint floating
                && floating.getPrecision() != FloatingPointPrecision.HALF) {
            return floating.getPrecision() == FloatingPointPrecision.SINGLE ? REAL : DOUBLE;
        } else if (type instanceof ArrowType.Utf8) {
            return VARCHAR;
        } else if (type instanceof ArrowType.Date date && date.getUnit() == DateUnit.DAY) {
            return DATE;
        } else if (type instanceof ArrowType.Timestamp timestamp
                && timestamp.getUnit() == TimeUnit.MICROSECOND
                && timestamp.getTimezone() == null) {
            return TIMESTAMP;
        }
        throw GridmillException.user("Arrow type " + type + " has no column type here");
    }

    public boolean isInteger() {
        return switch (kind) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> true;
            default -> false;
        };
    }

    @Override
    @JsonValue
    public String toString() {
        return kind == Kind.DECIMAL ? "DECIMAL(" + precision + ", " + scale + ")" : kind.name();
    }
}
