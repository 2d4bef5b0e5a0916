package io.gridmill.compute.run;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.expr.Repr;
import io.gridmill.core.schema.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * A part of a filter that compares a whole-number column with constants: true for the values between two bounds, both included. It is tested
 * on stored integers, many at a time, before anything is computed.
 *
 * @param column ordinal in the dataset's schema
 * @param min least value that passes
 * @param max greatest value that passes; less than {@code min} when none does
 */
public record RangeFilter(int column, long min, long max) implements ColumnFilter {
    private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal GREATEST = BigDecimal.valueOf(Long.MAX_VALUE);

    /** What the conjunct says, or null when it is none of these. */
    public static @Nullable RangeFilter of(Expr conjunct) {
        if (!(conjunct instanceof Expr.Call call) || !call.op().isComparison() || call.op() == Op.NE) {
            return null;
        }
        Expr left = call.args().get(0);
        Expr right = call.args().get(1);
        if (left instanceof Expr.Input input && right instanceof Expr.Constant constant) {
            return of(input, call.op(), constant);
        } else if (left instanceof Expr.Constant constant && right instanceof Expr.Input input) {
            return of(input, call.op().mirrored(), constant);
        }
        return null;
    }

    private static @Nullable RangeFilter of(Expr.Input input, Op op, Expr.Constant constant) {
        BigDecimal bound = whole(constant);
        if (input.repr() != Repr.LONG || bound == null) {
            return null;
        }
        BigDecimal unscaled = bound.scaleByPowerOfTen(input.type().scale());
        BigDecimal floor = unscaled.setScale(0, RoundingMode.FLOOR);
        BigDecimal ceiling = unscaled.setScale(0, RoundingMode.CEILING);
        return switch (op) {
            case EQ -> of(input, ceiling, floor);
            case LT -> of(input, LEAST, ceiling.subtract(BigDecimal.ONE));
            case LE -> of(input, LEAST, floor);
            case GT -> of(input, floor.add(BigDecimal.ONE), GREATEST);
            default -> of(input, ceiling, GREATEST);
        };
    }

    private static RangeFilter of(Expr.Input input, BigDecimal min, BigDecimal max) {
        if (min.compareTo(max) > 0 || min.compareTo(GREATEST) > 0 || max.compareTo(LEAST) < 0) {
            return new RangeFilter(input.ordinal(), 1, 0);
        }
        return new RangeFilter(
                input.ordinal(),
                min.max(LEAST).longValueExact(),
                max.min(GREATEST).longValueExact());
    }

    /** The number of a constant of an exact type. */
    private static @Nullable BigDecimal whole(Expr.Constant constant) {
        ColumnType type = constant.type();
        if (constant.value() instanceof Long number) {
            return BigDecimal.valueOf(number);
        }
        return constant.value() instanceof BigInteger number ? new BigDecimal(number, type.scale()) : null;
    }

    /** Both, of one column. */
    public RangeFilter and(RangeFilter other) {
        return new RangeFilter(column, Math.max(min, other.min), Math.min(max, other.max));
    }
}
