package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Constants;
import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.expr.Place;
import io.gridmill.compute.kernel.Casts;
import io.gridmill.compute.kernel.Dates;
import io.gridmill.compute.kernel.KernelFailure;
import io.gridmill.compute.kernel.Ops;
import io.gridmill.core.schema.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Computes calls of constants where zone maps and literals need it: date arithmetic, signs, casts, + - * of numbers. What it does not
 * know, and what fails, is left to run, so that an error stays where the row is.
 */
final class Folding {
    private Folding() {}

    static Expr fold(Expr.Call call) {
        for (Expr arg : call.args()) {
            if (!(arg instanceof Expr.Constant constant) || constant.value() == null) {
                return call;
            }
        }
        try {
            Object value = compute(call);
            return value == null ? call : new Expr.Constant(call.type(), value, call.place());
        } catch (KernelFailure | ArithmeticException e) {
            return call;
        }
    }

    private static @Nullable Object compute(Expr.Call call) {
        Expr.Constant first = (Expr.Constant) call.args().get(0);
        return switch (call.op()) {
            case ADD_DAYS -> Dates.addDays(whole(call, 0), whole(call, 1), 0);
            case ADD_MONTHS -> Dates.addMonths(whole(call, 0), whole(call, 1), 0);
            case ADD_MICROS -> Dates.addMicros(whole(call, 0), whole(call, 1), 0);
            case TIMESTAMP_ADD_MONTHS -> Dates.addMonthsToTimestamp(whole(call, 0), whole(call, 1), 0);
            case FLOOR_WEEK -> Dates.floorToWeek(whole(call, 0));
            case FLOOR_MONTHS -> Dates.floorToMonths(whole(call, 0), whole(call, 1));
            case FLOOR_MICROS -> Dates.floorToMicros(whole(call, 0), whole(call, 1));
            case NEGATE, ADD, SUBTRACT, MULTIPLY -> number(call, first);
            case CAST -> cast(first, call.type());
            default -> null;
        };
    }

    private static long whole(Expr.Call call, int argument) {
        return whole((Expr.Constant) call.args().get(argument));
    }

    private static long whole(Expr.Constant constant) {
        return (Long) Objects.requireNonNull(constant.value());
    }

    private static @Nullable Object number(Expr.Call call, Expr.Constant first) {
        if (Types.isApproximate(call.type())) {
            return call.op() == Op.NEGATE ? -(Double) Objects.requireNonNull(first.value()) : null;
        }
        BigDecimal a = decimal(first);
        BigDecimal result;
        if (call.op() == Op.NEGATE) {
            result = a.negate();
        } else {
            BigDecimal b = decimal((Expr.Constant) call.args().get(1));
            result = call.op() == Op.ADD ? a.add(b) : call.op() == Op.SUBTRACT ? a.subtract(b) : a.multiply(b);
        }
        if (call.type().kind() == ColumnType.Kind.DECIMAL) {
            BigInteger unscaled = result.setScale(call.type().scale()).unscaledValue();
            return unscaled.abs().compareTo(BigInteger.valueOf(Ops.DECIMAL_LIMIT)) < 0 || call.op() == Op.NEGATE
                    ? unscaled
                    : null;
        }
        long value = result.longValueExact();
        long limit = switch (call.type().kind()) {
            case TINYINT -> Byte.MAX_VALUE;
            case SMALLINT -> Short.MAX_VALUE;
            case INTEGER -> Integer.MAX_VALUE;
            default -> Long.MAX_VALUE;
        };
        return value <= limit && value >= -limit - 1 ? value : null;
    }

    private static @Nullable Object cast(Expr.Constant from, ColumnType to) {
        if (from.type().kind() == ColumnType.Kind.VARCHAR && from.value() instanceof String text) {
            return parse(text, to);
        }
        if (!Types.isExact(from.type())) {
            return time(from, to);
        }
        return switch (to.kind()) {
            case DECIMAL -> Casts.toWideDecimal(decimal(from), to.precision(), to.scale(), 0);
            case BIGINT -> from.type().isInteger() ? from.value() : null;
            case DOUBLE -> decimal(from).doubleValue();
            default -> null;
        };
    }

    private static @Nullable Object time(Expr.Constant from, ColumnType to) {
        if (from.type().kind() == ColumnType.Kind.DATE && to.kind() == ColumnType.Kind.TIMESTAMP) {
            return whole(from) * Dates.MICROS_PER_DAY;
        } else if (from.type().kind() == ColumnType.Kind.TIMESTAMP && to.kind() == ColumnType.Kind.DATE) {
            return Dates.toDay(whole(from));
        }
        return null;
    }

    /** The value of a text as CAST reads it. */
    static Object parse(String text, ColumnType to) {
        byte[] utf8 = Ops.utf8(text);
        return switch (to.kind()) {
            case BOOLEAN -> Casts.toBoolean(utf8, 0);
            case TINYINT -> Casts.toInteger(utf8, 8, 0);
            case SMALLINT -> Casts.toInteger(utf8, 16, 0);
            case INTEGER -> Casts.toInteger(utf8, 32, 0);
            case BIGINT -> Casts.toInteger(utf8, 64, 0);
            case DECIMAL ->
                Casts.toWideDecimal(Casts.toBigDecimal(utf8, to.toString(), 0), to.precision(), to.scale(), 0);
            case REAL -> Casts.toReal(Casts.toDouble(utf8, 0), 0);
            case DOUBLE -> Casts.toDouble(utf8, 0);
            case VARCHAR -> text;
            case DATE -> Casts.toDate(utf8, 0);
            case TIMESTAMP -> Casts.toTimestamp(utf8, 0);
        };
    }

    static BigDecimal decimal(Expr.Constant constant) {
        return constant.value() instanceof BigInteger unscaled
                ? new BigDecimal(unscaled, constant.type().scale())
                : BigDecimal.valueOf(whole(constant));
    }

    /** A number as SQL types its literal: the narrowest of INTEGER, BIGINT, DECIMAL. */
    static Expr.Constant number(BigDecimal value, Place place) {
        if (value.scale() <= 0) {
            BigInteger whole = value.toBigInteger();
            if (whole.bitLength() < 32) {
                return new Expr.Constant(ColumnType.INTEGER, whole.longValue(), place);
            } else if (whole.bitLength() < 64) {
                return new Expr.Constant(ColumnType.BIGINT, whole.longValue(), place);
            }
        }
        return Constants.ofDecimal(value, place);
    }
}
