package io.gridmill.compute.expr;

import io.gridmill.core.schema.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Constants in and out of their Java values. */
public final class Constants {
    private Constants() {}

    public static Expr.Constant ofNull(ColumnType type, Place place) {
        return new Expr.Constant(type, null, place);
    }

    public static Expr.Constant ofBoolean(boolean value, Place place) {
        return new Expr.Constant(ColumnType.BOOLEAN, value, place);
    }

    /** With the fewest digits that hold it: at least its scale, at least one. */
    public static Expr.Constant ofDecimal(BigDecimal value, Place place) {
        BigDecimal plain = value.scale() < 0 ? value.setScale(0) : value;
        int precision = Math.max(Math.max(plain.precision(), plain.scale()), 1);
        return new Expr.Constant(ColumnType.decimal(precision, plain.scale()), plain.unscaledValue(), place);
    }

    public static String toSql(Expr.Constant constant) {
        Object value = constant.value();
        if (value == null) {
            return "NULL";
        }
        return switch (constant.type().kind()) {
            case DECIMAL -> new BigDecimal((BigInteger) value, constant.type().scale()).toPlainString();
            case DATE -> "DATE '" + LocalDate.ofEpochDay((Long) value) + "'";
            case TIMESTAMP -> "TIMESTAMP '" + toDateTime((Long) value) + "'";
            case VARCHAR -> "'" + value.toString().replace("'", "''") + "'";
            default -> value.toString();
        };
    }

    private static LocalDateTime toDateTime(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), (int) Math.floorMod(micros, 1_000_000L) * 1000, ZoneOffset.UTC);
    }
}
