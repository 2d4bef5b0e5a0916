package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Op;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.ColumnType.Kind;
import org.jspecify.annotations.Nullable;

/** Result types of operators. */
final class Types {
    private Types() {}

    static boolean isNumeric(ColumnType type) {
        return isExact(type) || isApproximate(type);
    }

    static boolean isExact(ColumnType type) {
        return type.isInteger() || type.kind() == Kind.DECIMAL;
    }

    static boolean isApproximate(ColumnType type) {
        return type.kind() == Kind.REAL || type.kind() == Kind.DOUBLE;
    }

    /** Digits that an integer type needs as a decimal. */
    static ColumnType asDecimal(ColumnType type) {
        return switch (type.kind()) {
            case TINYINT -> ColumnType.decimal(3, 0);
            case SMALLINT -> ColumnType.decimal(5, 0);
            case INTEGER -> ColumnType.decimal(10, 0);
            case BIGINT -> ColumnType.decimal(19, 0);
            default -> type;
        };
    }

    /** Of {@code a op b} for numbers; null when a decimal would need a scale of more than 38. */
    static @Nullable ColumnType arithmetic(Op op, ColumnType a, ColumnType b) {
        if (isApproximate(a) || isApproximate(b)) {
            return a.kind() == Kind.REAL && b.kind() == Kind.REAL ? ColumnType.REAL : ColumnType.DOUBLE;
        } else if (a.isInteger() && b.isInteger()) {
            return a.kind().compareTo(b.kind()) >= 0 ? a : b;
        } else if (op == Op.DIVIDE) {
            return ColumnType.DOUBLE;
        }
        ColumnType x = asDecimal(a);
        ColumnType y = asDecimal(b);
        int scale = op == Op.MULTIPLY ? x.scale() + y.scale() : Math.max(x.scale(), y.scale());
        int whole = switch (op) {
            case MULTIPLY -> x.precision() - x.scale() + y.precision() - y.scale();
            case MOD -> Math.min(x.precision() - x.scale(), y.precision() - y.scale());
            default -> Math.max(x.precision() - x.scale(), y.precision() - y.scale()) + 1;
        };
        if (scale > ColumnType.MAX_DECIMAL_PRECISION) {
            return null;
        }
        return ColumnType.decimal(Math.max(1, Math.min(ColumnType.MAX_DECIMAL_PRECISION, whole + scale)), scale);
    }

    /** The type that holds the values of both, or null when they are unlike. */
    static @Nullable ColumnType common(ColumnType a, ColumnType b) {
        if (a.equals(b)) {
            return a;
        } else if (isNumeric(a) && isNumeric(b)) {
            if (isApproximate(a) || isApproximate(b)) {
                return ColumnType.DOUBLE;
            } else if (a.isInteger() && b.isInteger()) {
                return a.kind().compareTo(b.kind()) >= 0 ? a : b;
            }
            ColumnType x = asDecimal(a);
            ColumnType y = asDecimal(b);
            int scale = Math.max(x.scale(), y.scale());
            int whole = Math.max(x.precision() - x.scale(), y.precision() - y.scale());
            return ColumnType.decimal(Math.min(ColumnType.MAX_DECIMAL_PRECISION, Math.max(1, whole + scale)), scale);
        } else if (isTime(a) && isTime(b)) {
            return ColumnType.TIMESTAMP;
        }
        return null;
    }

    static boolean isTime(ColumnType type) {
        return type.kind() == Kind.DATE || type.kind() == Kind.TIMESTAMP;
    }

    /** Whether CAST knows how. */
    static boolean canCast(ColumnType from, ColumnType to) {
        if (from.kind() == to.kind() || from.kind() == Kind.VARCHAR || to.kind() == Kind.VARCHAR) {
            return true;
        }
        boolean fromNumber = isNumeric(from) || from.kind() == Kind.BOOLEAN;
        boolean toNumber = isNumeric(to) || to.kind() == Kind.BOOLEAN;
        return fromNumber && toNumber || isTime(from) && isTime(to);
    }
}
