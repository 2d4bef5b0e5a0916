package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Expr;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** An item of ORDER BY, its value taken out of DESC and NULLS. */
record OrderItem(
        SqlNode value, boolean descending, @Nullable Boolean nullsFirst) {
    static OrderItem of(SqlNode item) {
        SqlNode value = item;
        boolean descending = false;
        Boolean nullsFirst = null;
        while (true) {
            if (value.getKind() == SqlKind.NULLS_FIRST) {
                nullsFirst = true;
            } else if (value.getKind() == SqlKind.NULLS_LAST) {
                nullsFirst = false;
            } else if (value.getKind() == SqlKind.DESCENDING) {
                descending = true;
            } else {
                return new OrderItem(value, descending, nullsFirst);
            }
            value = ((SqlCall) value).operand(0);
        }
    }

    /** NULL is the largest value, so it comes first when the order is descending. */
    Relation.Order by(Expr expr) {
        return new Relation.Order(expr, descending, nullsFirst == null ? descending : nullsFirst);
    }
}
