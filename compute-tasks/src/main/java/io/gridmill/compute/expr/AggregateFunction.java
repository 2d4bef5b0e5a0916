package io.gridmill.compute.expr;

/** What an {@link Expr.Aggregate} gathers. */
public enum AggregateFunction {
    /** Rows (no argument) or values that are not NULL. */
    COUNT,
    SUM,
    AVG,
    MIN,
    MAX
}
