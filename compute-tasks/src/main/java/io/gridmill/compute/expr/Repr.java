package io.gridmill.compute.expr;

import io.gridmill.core.schema.ColumnType;

/** How a value of a column type stands in a kernel: always primitives, except strings, which are shared UTF-8 arrays. */
public enum Repr {
    /** A Java boolean. */
    BOOL,
    /** A long: integers, days of a DATE, microseconds of a TIMESTAMP, unscaled decimals of up to 18 digits. */
    LONG,
    /** Two longs, low and high word of a 128-bit two's complement: unscaled decimals of more than 18 digits. */
    WIDE,
    /** A double; a REAL is a double that is rounded to a float after each step. */
    DOUBLE,
    /** UTF-8 bytes that nobody changes; unsigned byte order is code point order. */
    STRING;

    /** Of columns and of aggregates. The result of decimal arithmetic is LONG whatever its type says, see {@link Expr#repr()}. */
    public static Repr of(ColumnType type) {
        return switch (type.kind()) {
            case BOOLEAN -> BOOL;
            case TINYINT, SMALLINT, INTEGER, BIGINT, DATE, TIMESTAMP -> LONG;
            case DECIMAL -> type.precision() <= ColumnType.MAX_LONG_DECIMAL_PRECISION ? LONG : WIDE;
            case REAL, DOUBLE -> DOUBLE;
            case VARCHAR -> STRING;
        };
    }
}
