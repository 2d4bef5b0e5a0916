package io.gridmill.compute.sql;

import io.gridmill.compute.expr.ConstantSet;
import io.gridmill.compute.expr.Constants;
import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.expr.Place;
import io.gridmill.compute.kernel.Dates;
import io.gridmill.compute.kernel.Ops;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.ColumnType.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** IN: constants become one set, which is searched however long it is; what is no constant is compared by itself. */
final class InLists {
    private static final Object NOT_A_MEMBER = new Object();

    /** So many comparisons of one value are as fast as one look into a set. */
    private static final int FEW = 8;

    private InLists() {}

    static Expr in(Expr value, List<Expr> items, Place place) {
        Expr typedValue = value instanceof Expr.Untyped ? Coercion.resolve(value, Coercion.common(items, "IN")) : value;
        List<Expr> tests = new ArrayList<>();
        TreeSet<Object> values = new TreeSet<>(InLists::compareValues);
        boolean hasNull = false;
        for (Expr item : items) {
            Expr typed = Coercion.resolve(item, typedValue.type());
            // Also checks the types.
            Expr test = Conditions.comparison(Op.EQ, typedValue, typed, typed.place());
            if (typed instanceof Expr.Constant constant && constant.value() == null) {
                hasNull = true;
                continue;
            }
            Object member = typed instanceof Expr.Constant constant ? member(constant, typedValue.type()) : null;
            if (member == null) {
                tests.add(test);
            } else if (member != NOT_A_MEMBER) {
                values.add(member);
            }
        }
        if (!values.isEmpty() || tests.isEmpty()) {
            tests.add(0, new Expr.In(typedValue, new ConstantSet(new ArrayList<>(values), hasNull), place));
        } else if (hasNull) {
            tests.add(Conditions.comparison(Op.EQ, typedValue, Constants.ofNull(typedValue.type(), place), place));
        }
        return tests.size() == 1 ? tests.get(0) : new Expr.Call(Op.OR, tests, ColumnType.BOOLEAN, place);
    }

    /**
     * The arguments of an OR, in which many {@code x = constant} of one x are one IN, where the first of them stood: otherwise the code
     * of thousands would be too long.
     */
    static List<Expr> gathered(List<Expr> alternatives) {
        Map<Expr, List<Expr>> members = new HashMap<>();
        for (Expr alternative : alternatives) {
            if (isMembership(alternative)) {
                List<Expr> sides = ((Expr.Call) alternative).args();
                members.computeIfAbsent(sides.get(0), value -> new ArrayList<>())
                        .add(sides.get(1));
            }
        }
        members.values().removeIf(constants -> constants.size() < FEW);
        if (members.isEmpty()) {
            return alternatives;
        }
        List<Expr> result = new ArrayList<>();
        Set<Expr> done = new HashSet<>();
        for (Expr alternative : alternatives) {
            Expr value =
                    isMembership(alternative) ? ((Expr.Call) alternative).args().get(0) : null;
            List<Expr> constants = value == null ? null : members.get(value);
            if (value == null || constants == null) {
                result.add(alternative);
            } else if (done.add(value)) {
                result.add(in(value, constants, alternative.place()));
            }
        }
        return result;
    }

    private static boolean isMembership(Expr expr) {
        return expr instanceof Expr.Call call
                && call.op() == Op.EQ
                && call.args().get(1) instanceof Expr.Constant constant
                && constant.value() != null
                && !(call.args().get(0) instanceof Expr.Constant)
                && member(constant, call.args().get(0).type()) != null;
    }

    /** The constant as a value of the type, {@link #NOT_A_MEMBER} when it equals none of them, null when it must be compared. */
    private static @Nullable Object member(Expr.Constant constant, ColumnType type) {
        if (type.kind() == Kind.BOOLEAN) {
            return null;
        } else if (Types.isExact(type)) {
            return Types.isExact(constant.type()) ? sameScale(constant, type) : null;
        } else if (Types.isApproximate(type)) {
            return constant.value() instanceof Double number
                    ? (Object) number
                    : Folding.decimal(constant).doubleValue();
        }
        return type.equals(constant.type()) ? constant.value() : sameTime(constant, type);
    }

    /** A day as its first microsecond, and the other way round. */
    private static @Nullable Object sameTime(Expr.Constant constant, ColumnType type) {
        if (!(constant.value() instanceof Long time)) {
            return null;
        } else if (type.kind() == Kind.TIMESTAMP) {
            return time * Dates.MICROS_PER_DAY;
        }
        return time % Dates.MICROS_PER_DAY == 0 ? (Object) Dates.toDay(time) : NOT_A_MEMBER;
    }

    /** What has more digits behind the point, or is too large, equals no value of the type. */
    private static Object sameScale(Expr.Constant constant, ColumnType type) {
        try {
            BigInteger unscaled =
                    Folding.decimal(constant).setScale(type.scale()).unscaledValue();
            if (type.kind() == Kind.DECIMAL && type.precision() > ColumnType.MAX_LONG_DECIMAL_PRECISION) {
                return unscaled;
            }
            return unscaled.bitLength() < 64 ? (Object) unscaled.longValue() : NOT_A_MEMBER;
        } catch (ArithmeticException e) {
            return NOT_A_MEMBER;
        }
    }

    @SuppressWarnings("unchecked")
    private static int compareValues(Object a, Object b) {
        if (a instanceof String x && b instanceof String y) {
            return Arrays.compareUnsigned(Ops.utf8(x), Ops.utf8(y));
        }
        return ((Comparator<Object>) (Comparator<?>) Comparator.naturalOrder()).compare(a, b);
    }
}
