package io.gridmill.compute.kernel;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Repr;
import io.gridmill.core.schema.ColumnType;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Between which values expressions of representation LONG lie: from what zone maps tell of the inputs, else from types alone. What is
 * proven to fit is not checked while running, and sums that are proven to fit need no second word. Immutable.
 *
 * <p>A range holds for rows that are not NULL.
 */
public final class Ranges {
    /** Nothing is known but types. */
    public static final Ranges OF_TYPES = new Ranges(Map.of(), 0);

    private static final Range EVERY_LONG = range(Long.MIN_VALUE, Long.MAX_VALUE);

    private final Map<Integer, Range> inputs;
    private final long rows;

    /** From least to greatest value, both included. */
    public record Range(BigInteger min, BigInteger max) {
        boolean isWithin(Range other) {
            return min.compareTo(other.min) >= 0 && max.compareTo(other.max) <= 0;
        }

        Range clampedTo(Range other) {
            return new Range(
                    min.max(other.min).min(other.max), max.min(other.max).max(other.min));
        }

        private Range with(Range other) {
            return new Range(min.min(other.min), max.max(other.max));
        }

        private Range times(BigInteger factor) {
            BigInteger a = min.multiply(factor);
            BigInteger b = max.multiply(factor);
            return new Range(a.min(b), a.max(b));
        }

        /** How many values there are, or {@code Integer.MAX_VALUE} when more. */
        int size() {
            BigInteger size = max.subtract(min).add(BigInteger.ONE);
            return size.bitLength() < 32 ? size.intValue() : Integer.MAX_VALUE;
        }
    }

    private Ranges(Map<Integer, Range> inputs, long rows) {
        this.inputs = Map.copyOf(inputs);
        this.rows = rows;
    }

    /**
     * @param inputs ranges of kernel inputs by position; what is missing is known by its type alone
     * @param rows the most rows that one state can gather, or 0 when that is not known
     */
    public static Ranges of(Map<Integer, Range> inputs, long rows) {
        return new Ranges(new HashMap<>(inputs), rows);
    }

    public static Range range(long min, long max) {
        return new Range(BigInteger.valueOf(min), BigInteger.valueOf(max));
    }

    /** The most rows that are read, or 0 when that is not known. */
    long rows() {
        return rows;
    }

    /** Of an expression of representation LONG, after the checks that it makes. */
    Range of(Expr expr) {
        Range type = ofType(expr.type());
        if (expr instanceof Expr.Input input) {
            Range known = inputs.get(input.ordinal());
            return known == null ? type : known;
        } else if (expr instanceof Expr.Constant constant) {
            Object value = constant.value();
            BigInteger number = value instanceof Long small
                    ? BigInteger.valueOf(small)
                    : value instanceof BigInteger big ? big : null;
            return number == null ? type : new Range(number, number);
        } else if (expr instanceof Expr.Case choice && expr.repr() == Repr.LONG) {
            Range all = null;
            for (Expr branch : choice.branches()) {
                if (branch instanceof Expr.Constant constant && constant.value() == null) {
                    continue;
                }
                all = all == null ? of(branch) : all.with(of(branch));
            }
            return all == null ? type : all;
        } else if (expr instanceof Expr.Call call && expr.repr() == Repr.LONG) {
            Range exact = exact(call);
            return exact == null ? type : exact.clampedTo(fitting(call.type()));
        }
        return type;
    }

    /** Of the mathematical result, before any check, or null when only the type is known. */
    private @Nullable Range exact(Expr.Call call) {
        return switch (call.op()) {
            case ADD -> {
                Range a = scaled(call, 0);
                Range b = scaled(call, 1);
                yield new Range(a.min.add(b.min), a.max.add(b.max));
            }
            case SUBTRACT -> {
                Range a = scaled(call, 0);
                Range b = scaled(call, 1);
                yield new Range(a.min.subtract(b.max), a.max.subtract(b.min));
            }
            case MULTIPLY -> {
                Range a = of(call.args().get(0));
                Range b = of(call.args().get(1));
                yield b.times(a.min).with(b.times(a.max));
            }
            case NEGATE -> {
                Range a = of(call.args().get(0));
                yield new Range(a.max.negate(), a.min.negate());
            }
            case ABS -> {
                Range a = of(call.args().get(0));
                BigInteger largest = a.min.abs().max(a.max.abs());
                BigInteger least = a.min.signum() <= 0 && a.max.signum() >= 0
                        ? BigInteger.ZERO
                        : a.min.abs().min(a.max.abs());
                yield new Range(least, largest);
            }
            case SIGN -> range(-1, 1);
            case YEAR -> {
                Range days = of(call.args().get(0));
                yield range(Dates.year(days.min.longValue()), Dates.year(days.max.longValue()));
            }
            case MONTH -> range(1, 12);
            case QUARTER -> range(1, 4);
            case DAY -> range(1, 31);
            case HOUR -> range(0, 23);
            case MINUTE, SECOND -> range(0, 59);
            case MILLISECOND -> range(0, 59_999);
            case MICROSECOND -> range(0, 59_999_999);
            case DOY -> range(1, 366);
            case DOW -> range(0, 6);
            case ISODOW -> range(1, 7);
            case WEEK -> range(1, 53);
            default -> null;
        };
    }

    /** Of an argument of exact arithmetic once it has the scale of the result. */
    Range scaled(Expr.Call call, int argument) {
        Expr expr = call.args().get(argument);
        int shift = call.type().scale() - expr.type().scale();
        return shift <= 0 ? of(expr) : of(expr).times(BigInteger.TEN.pow(shift));
    }

    /** Whether a value can get {@code shift} more digits behind the point, at most 18, and stays a decimal that a long holds. */
    boolean fitsShifted(Expr expr, int shift) {
        return shift <= ColumnType.MAX_LONG_DECIMAL_PRECISION
                && of(expr).times(BigInteger.TEN.pow(shift)).isWithin(digits(ColumnType.MAX_LONG_DECIMAL_PRECISION));
    }

    boolean fitsDigits(Expr expr, int shift, int precision) {
        return of(expr).times(BigInteger.TEN.pow(shift)).isWithin(digits(precision));
    }

    /** Whether the result of arithmetic on LONGs fits its type, and every step on the way a long, without a check. */
    boolean proven(Expr.Call call) {
        for (Expr arg : call.args()) {
            if (arg.repr() != Repr.LONG) {
                return false;
            }
        }
        Range exact = exact(call);
        if (exact == null || !exact.isWithin(fitting(call.type()))) {
            return false;
        }
        for (int i = 0; i < call.args().size(); i++) {
            if (!scaled(call, i).isWithin(EVERY_LONG)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the sum of the values of all rows, in any order, always fits a long. */
    boolean sumFitsLong(Expr argument) {
        Range range = of(argument);
        BigInteger largest = range.min.abs().max(range.max.abs());
        return rows > 0 && largest.multiply(BigInteger.valueOf(rows)).bitLength() < Long.SIZE;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ranges ranges && rows == ranges.rows && inputs.equals(ranges.inputs);
    }

    @Override
    public int hashCode() {
        return inputs.hashCode();
    }

    /** What a checked result can be. */
    private static Range fitting(ColumnType type) {
        return type.kind() == ColumnType.Kind.DECIMAL ? digits(ColumnType.MAX_LONG_DECIMAL_PRECISION) : ofType(type);
    }

    private static Range ofType(ColumnType type) {
        return switch (type.kind()) {
            case TINYINT -> range(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> range(Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> range(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case DECIMAL -> digits(Math.min(type.precision(), ColumnType.MAX_LONG_DECIMAL_PRECISION));
            case DATE -> range(Dates.FIRST_DAY, Dates.LAST_DAY);
            default -> EVERY_LONG;
        };
    }

    private static Range digits(int precision) {
        BigInteger largest = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
        return new Range(largest.negate(), largest);
    }
}
