package io.gridmill.compute.run;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Exprs;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.kernel.Ops;
import io.gridmill.core.chunk.ChunkHeader;
import io.gridmill.core.chunk.ColumnHeader;
import io.gridmill.core.schema.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides from least and greatest values which chunks a filter can match. A conjunct that it does not understand matches
 * everything; so does a chunk that has no zone map for the column.
 */
public final class ZoneMaps {
    private final List<Expr> conjuncts = new ArrayList<>();

    /** @param filter over columns of the dataset by ordinal */
    public ZoneMaps(@Nullable Expr filter) {
        for (Expr conjunct : Exprs.conjuncts(filter)) {
            if (isUnderstood(conjunct)) {
                conjuncts.add(conjunct);
            }
        }
    }

    private static boolean isUnderstood(Expr expr) {
        if (expr instanceof Expr.Constant || expr instanceof Expr.In in && in.value() instanceof Expr.Input) {
            return true;
        }
        if (expr instanceof Expr.Call call) {
            if (call.op() == Op.AND || call.op() == Op.OR) {
                return call.args().stream().allMatch(ZoneMaps::isUnderstood);
            } else if (call.op() == Op.NOT) {
                return call.args().get(0) instanceof Expr.Call inner
                        && inner.op() == Op.IS_NULL
                        && inner.args().get(0) instanceof Expr.Input;
            } else if (call.op() == Op.IS_NULL) {
                return call.args().get(0) instanceof Expr.Input;
            }
            return call.op().isComparison()
                    && (call.args().get(0) instanceof Expr.Input && call.args().get(1) instanceof Expr.Constant
                            || call.args().get(1) instanceof Expr.Input
                                    && call.args().get(0) instanceof Expr.Constant);
        }
        return false;
    }

    boolean mayMatch(ChunkHeader header) {
        return conjuncts.stream().allMatch(conjunct -> mayMatch(conjunct, header));
    }

    private static boolean mayMatch(Expr expr, ChunkHeader header) {
        if (expr instanceof Expr.Constant constant) {
            return Boolean.TRUE.equals(constant.value());
        } else if (expr instanceof Expr.In in) {
            ColumnHeader column = header.columns().get(((Expr.Input) in.value()).ordinal());
            ColumnType type = in.value().type();
            return mayContain(column, type, in.set().values(), header.rows());
        }
        Expr.Call call = (Expr.Call) expr;
        return switch (call.op()) {
            case AND -> call.args().stream().allMatch(arg -> mayMatch(arg, header));
            case OR -> call.args().stream().anyMatch(arg -> mayMatch(arg, header));
            case IS_NULL -> column(call.args().get(0), header).nullCount() > 0;
            case NOT -> {
                Expr.Call inner = (Expr.Call) call.args().get(0);
                yield column(inner.args().get(0), header).nullCount() < header.rows();
            }
            default -> {
                boolean straight = call.args().get(0) instanceof Expr.Input;
                Expr input = call.args().get(straight ? 0 : 1);
                Expr.Constant constant = (Expr.Constant) call.args().get(straight ? 1 : 0);
                Op op = straight ? call.op() : call.op().mirrored();
                yield constant.value() != null
                        && mayCompare(
                                column(input, header),
                                input.type(),
                                op,
                                constant.value(),
                                constant.type(),
                                header.rows());
            }
        };
    }

    private static ColumnHeader column(Expr input, ChunkHeader header) {
        return header.columns().get(((Expr.Input) input).ordinal());
    }

    /** @param values ascending, of which the least that is not below the column's is looked for */
    private static boolean mayContain(ColumnHeader column, ColumnType type, List<Object> values, int rows) {
        if (column.nullCount() == rows) {
            return false;
        }
        Object min = column.min();
        Object max = column.max();
        if (min == null || max == null) {
            return !values.isEmpty();
        }
        int low = 0;
        int high = values.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(comparable(values.get(middle), type), comparable(min, type)) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < values.size() && compare(comparable(values.get(low), type), comparable(max, type)) <= 0;
    }

    private static boolean mayCompare(
            ColumnHeader column, ColumnType type, Op op, Object constant, ColumnType constantType, int rows) {
        if (column.nullCount() == rows) {
            return false;
        }
        Object min = column.min();
        Object max = column.max();
        if (min == null || max == null) {
            return true;
        }
        Object value = comparable(constant, constantType);
        int low = compare(comparable(min, type), value);
        int high = compare(comparable(max, type), value);
        return switch (op) {
            case EQ -> low <= 0 && high >= 0;
            case NE -> low != 0 || high != 0;
            case LT -> low < 0;
            case LE -> low <= 0;
            case GT -> high > 0;
            default -> high >= 0;
        };
    }

    private static Object comparable(Object value, ColumnType type) {
        if (value instanceof BigInteger number) {
            return new BigDecimal(number, type.scale());
        } else if (value instanceof Long number && (type.isInteger() || type.kind() == ColumnType.Kind.DECIMAL)) {
            return BigDecimal.valueOf(number, type.scale());
        }
        return value;
    }

    private static int compare(Object a, Object b) {
        if (a instanceof BigDecimal x && b instanceof BigDecimal y) {
            return x.compareTo(y);
        } else if (a instanceof Number x && b instanceof Number y && (a instanceof Double || b instanceof Double)) {
            double p = x.doubleValue();
            double q = y.doubleValue();
            return Ops.lt(p, q) ? -1 : Ops.lt(q, p) ? 1 : 0;
        } else if (a instanceof String x && b instanceof String y) {
            return Arrays.compareUnsigned(Ops.utf8(x), Ops.utf8(y));
        } else if (a instanceof Long x && b instanceof Long y) {
            return Long.compare(x, y);
        } else if (a instanceof Boolean x && b instanceof Boolean y) {
            return Boolean.compare(x, y);
        }
        throw new IllegalStateException("cannot compare a zone map of " + a.getClass() + " with " + b.getClass());
    }

    @Override
    public String toString() {
        return conjuncts.isEmpty()
                ? "nothing"
                : conjuncts.stream().map(Expr::toString).collect(Collectors.joining(" AND "));
    }
}
