package io.gridmill.compute.expr;

/** What a {@link Expr.Call} does. Arguments and result types are fixed by the binder; the emitter knows each one's code. */
public enum Op {
    NEGATE("-"),
    ADD("+"),
    SUBTRACT("-"),
    MULTIPLY("*"),
    DIVIDE("/"),
    MOD("%"),
    ABS("ABS"),
    SIGN("SIGN"),
    FLOOR("FLOOR"),
    CEIL("CEIL"),
    /** A number and how many digits behind the point stay; half goes away from zero. */
    ROUND("ROUND"),
    /** A number and how many digits behind the point stay; the others go. */
    TRUNCATE("TRUNCATE"),
    SQRT("SQRT"),
    POWER("POWER"),
    LN("LN"),
    LOG10("LOG10"),
    EXP("EXP"),
    /** Of values of one type, without those that are NULL. */
    GREATEST("GREATEST"),
    LEAST("LEAST"),
    EQ("="),
    NE("<>"),
    LT("<"),
    LE("<="),
    GT(">"),
    GE(">="),
    AND("AND"),
    OR("OR"),
    NOT("NOT"),
    IS_NULL("IS NULL"),
    IS_TRUE("IS TRUE"),
    IS_FALSE("IS FALSE"),
    CAST("CAST"),
    /** DATE plus days. */
    ADD_DAYS("ADD_DAYS"),
    /** DATE plus months, the day cut to the month's last. */
    ADD_MONTHS("ADD_MONTHS"),
    /** TIMESTAMP plus microseconds. */
    ADD_MICROS("ADD_MICROS"),
    /** TIMESTAMP plus months. */
    TIMESTAMP_ADD_MONTHS("TIMESTAMP_ADD_MONTHS"),
    /** Of a DATE; a TIMESTAMP is cast first. */
    YEAR("YEAR"),
    MONTH("MONTH"),
    DAY("DAY"),
    QUARTER("QUARTER"),
    /** Of the year, from 1. */
    DOY("DOY"),
    /** From 0, Sunday. */
    DOW("DOW"),
    /** From 1, Monday. */
    ISODOW("ISODOW"),
    /** Of ISO 8601: the week that holds the Thursday, in the year of that Thursday. */
    WEEK("WEEK"),
    ISOYEAR("ISOYEAR"),
    /** Of a TIMESTAMP. */
    HOUR("HOUR"),
    MINUTE("MINUTE"),
    SECOND("SECOND"),
    /** Of the minute. */
    MILLISECOND("MILLISECOND"),
    MICROSECOND("MICROSECOND"),
    /** The Monday on or before a DATE. */
    FLOOR_WEEK("FLOOR_WEEK"),
    /** The first day of so many months, counted from January, that hold a DATE. */
    FLOOR_MONTHS("FLOOR_MONTHS"),
    /** A TIMESTAMP without what is over a multiple of so many microseconds of its day. */
    FLOOR_MICROS("FLOOR_MICROS"),
    /** From one DATE to another in days, or from one TIMESTAMP to another in microseconds. */
    TIME_BETWEEN("TIME_BETWEEN"),
    /** Whole months from one TIMESTAMP to another. */
    MONTHS_BETWEEN("MONTHS_BETWEEN"),
    CONCAT("||"),
    UPPER("UPPER"),
    LOWER("LOWER"),
    /** String, 1-based start, length in code points. */
    SUBSTRING("SUBSTRING"),
    CHAR_LENGTH("CHAR_LENGTH"),
    /** String, and the characters that go from its ends. */
    TRIM("TRIM"),
    TRIM_LEADING("TRIM_LEADING"),
    TRIM_TRAILING("TRIM_TRAILING"),
    /** What is looked for, and where. */
    POSITION("POSITION"),
    /** String, what goes, and what comes in its place. */
    REPLACE("REPLACE"),
    /** String, length in code points, what fills. */
    LPAD("LPAD"),
    RPAD("RPAD"),
    /** A sum and a count, as a correctly rounded double; NULL when the sum is. */
    AVERAGE("AVERAGE");

    private final String sql;

    Op(String sql) {
        this.sql = sql;
    }

    /** Whether it takes a number from a DATE. */
    public boolean isDatePart() {
        return ordinal() >= YEAR.ordinal() && ordinal() <= ISOYEAR.ordinal();
    }

    public String sql() {
        return sql;
    }

    public boolean isComparison() {
        return ordinal() >= EQ.ordinal() && ordinal() <= GE.ordinal();
    }

    /** The comparison with its sides exchanged. */
    public Op mirrored() {
        return switch (this) {
            case LT -> GT;
            case LE -> GE;
            case GT -> LT;
            case GE -> LE;
            default -> this;
        };
    }
}
