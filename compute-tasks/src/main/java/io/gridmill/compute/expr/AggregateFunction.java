package io.gridmill.compute.expr;

/** What an {@link Expr.Aggregate} gathers. */
public enum AggregateFunction {
    /** Rows (no argument) or values that are not NULL. */
    COUNT,
    SUM,
    AVG,
    MIN,
    MAX,
    VAR_POP,
    VAR_SAMP,
    STDDEV_POP,
    STDDEV_SAMP,
    /** 1 in the rows of a grouping set that a key is not part of, else 0; over groups its argument is the position of the key. */
    GROUPING;

    public boolean isVariance() {
        return this == VAR_POP || this == VAR_SAMP || this == STDDEV_POP || this == STDDEV_SAMP;
    }
}
