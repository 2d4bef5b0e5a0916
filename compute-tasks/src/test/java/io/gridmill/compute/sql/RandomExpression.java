package io.gridmill.compute.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Expressions over a {@link RandomTable}, of each type and function, that mean the same to us and to DuckDB. */
final class RandomExpression {
    /** Around and between the words of each, see {@link #both(String, String)}. */
    static final char OURS = '\u0001';

    static final char THEIRS = '\u0002';
    static final char END = '\u0003';

    private final Random random;

    RandomExpression(Random random) {
        this.random = random;
    }

    /** What one of the two calls otherwise; both may hold further such parts. */
    static String both(String ours, String theirs) {
        return OURS + ours + THEIRS + theirs + END;
    }

    String any(int depth) {
        return switch (random.nextInt(6)) {
            case 0 -> integer(depth);
            case 1 -> decimal(depth);
            case 2 -> number(depth);
            case 3 -> string(depth);
            case 4 -> time(depth);
            default -> depth > 0 ? "(" + condition(depth - 1) + ")" : "b";
        };
    }

    String integer(int depth) {
        if (depth == 0) {
            return pick("k", "i", "bi", "ti", "si", "7", "-3");
        }
        // Sums stay within BIGINT: DuckDB may leave out what COUNT does not need, and with it the error.
        String a = integer(depth - 1).replace("bi", "(bi / 64)");
        String b = integer(depth - 1).replace("bi", "(bi / 64)");
        return switch (random.nextInt(20)) {
            case 18 ->
                "CAST("
                        + pick("b", "f", "r", "CAST(d AS INTEGER)", "CAST(" + a + " AS VARCHAR)", "(i > 2)", "'-2.5'")
                        + " AS BIGINT)";
            case 19 ->
                "CAST(" + pick("k", "b", "(" + a + ") % 100", "'  42 '", "-0.5") + " AS "
                        + pick("TINYINT", "SMALLINT", "INTEGER") + ")";
            case 16 -> difference();
            case 17 -> pick("(dt - CAST(ts AS DATE))", "(DATE '2020-05-17' - dt)", "(dt - DATE '2019-12-31') / 7");
            case 14 -> "CHAR_LENGTH(" + string(depth - 1) + ")";
            case 15 -> "POSITION(" + pick("'b'", "'ab'", "c", "''", "'本'") + " IN " + string(depth - 1) + ")";
            case 9 -> "SIGN(" + pick(a, "d", "w", "f") + ")";
            case 10 -> "ROUND(CAST(" + a + " AS BIGINT), " + pick("0", "1", "-1", "-2") + ")";
            case 11 -> truncate("CAST(" + a + " AS BIGINT), " + pick("0", "-1", "-3"));
            case 12 -> pick("GREATEST", "LEAST") + "(CAST(" + a + " AS BIGINT), " + b + ", k)";
            case 13 ->
                both("FLOOR(" + a + ")", "(" + a + ")") + " + " + both("MOD", "mod") + "(CAST(" + b + " AS BIGINT), 5)";
            case 0 -> "(CAST(" + a + " AS BIGINT) + CAST(" + b + " AS BIGINT))";
            case 1 -> "(CAST(" + a + " AS BIGINT) - CAST(" + b + " AS BIGINT))";
            case 2 -> "(CAST(" + a + " AS BIGINT) * k)";
            case 3 -> "(CAST(" + a + " AS BIGINT) / CASE WHEN i IS NULL OR i IN (0, -1) THEN 5 ELSE i END)";
            case 4 -> "(CAST(" + a + " AS BIGINT) % 7)";
            case 5 -> "CASE WHEN " + condition(depth - 1) + " THEN CAST(" + a + " AS BIGINT) ELSE " + b + " END";
            case 6 -> "COALESCE(CAST(" + a + " AS BIGINT), " + b + ")";
            case 7 ->
                "EXTRACT("
                        + pick(
                                "YEAR",
                                "MONTH",
                                "DAY",
                                "QUARTER",
                                "WEEK",
                                "DOY",
                                "DOW",
                                "ISODOW",
                                "ISOYEAR",
                                "HOUR",
                                "MINUTE",
                                "SECOND",
                                "MILLISECOND",
                                "MICROSECOND")
                        + " FROM " + pick("dt", "ts", time(depth - 1)) + ")";
            default -> "NULLIF(" + a + ", " + pick("0", "1", "7") + ")";
        };
    }

    String decimal(int depth) {
        if (depth == 0) {
            return pick("d", "e", "w", "1.25", "-0.5");
        }
        String a = pick("d", "d", "CAST(e AS DECIMAL(18, 4))");
        return switch (random.nextInt(15)) {
            case 12 ->
                "CAST(" + pick("d", "w", "f", "r", "k", "b", "ti", "CAST(e AS VARCHAR)", "' 1.255 '")
                        + " AS DECIMAL(38, " + random.nextInt(4) + "))";
            case 13 ->
                "CAST(" + pick("k", "b", "e % 10", "f", "r") + " AS DECIMAL(" + pick("9, 2", "5, 1", "18, 6", "4, 0")
                        + "))";
            case 14 -> "CAST(CAST(" + a + " AS VARCHAR) AS DECIMAL(18, 2))";
            case 6 -> pick("FLOOR", "CEIL") + "(" + a + ")";
            case 7 -> "ROUND(" + a + pick("", ", 1", ", 3", ", -1", ", -3") + ")";
            case 8 -> truncate(a + pick("", ", 1", ", 2", ", -1"));
            case 9 -> pick("GREATEST", "LEAST") + "(" + a + ", " + pick("d", "w", "e", "1.5", "k", "NULL") + ")";
            case 10 -> "(" + a + " % " + pick("7", "1.5", "0.03") + ")";
            case 0 -> "(d + " + pick("d", "1", "0.125", "k") + ")";
            case 1 -> "(d - " + pick("k", "2.5", "ti") + ")";
            case 2 -> "(d * " + pick("k", "1.5", "(1 - 0.25)") + ")";
            case 3 -> "CASE WHEN " + condition(depth - 1) + " THEN " + a + " END";
            case 4 -> "-" + a;
            default -> "ABS(" + a + ")";
        };
    }

    String number(int depth) {
        if (depth == 0) {
            return pick("f", "f", "r");
        }
        return switch (random.nextInt(14)) {
            case 12 ->
                "CAST(" + pick("b", "w", "e", "CAST(d AS VARCHAR)", "CAST(bi AS VARCHAR)", "r", "'-inf'", "'1.5e3'")
                        + " AS DOUBLE)";
            case 13 -> "CAST(" + pick("k", "b", "f", "CAST(k AS VARCHAR)") + " AS REAL)";
            case 5 -> pick("FLOOR", "CEIL", "SIGN", "ROUND") + "(" + pick("f", "r") + ")";
            case 6 -> "ROUND(f, " + pick("1", "2", "0", "-1", "20") + ")";
            case 7 -> truncate(pick("f", "r", "f, 1", "f, -1"));
            case 8 ->
                pick("SQRT", "LN", "LOG10", "EXP") + "(ABS(" + pick("f", "CAST(d AS DOUBLE) / 100000", "k", "r")
                        + ") / 16 + 0.25)";
            case 9 -> "POWER(" + pick("f, 2", "ABS(f) + 1, 0.5", "k, 3", "2, f / 10") + ")";
            case 10 -> pick("GREATEST", "LEAST") + "(f, " + pick("d", "r", "k", "1.5") + ")";
            case 11 -> "(f % " + pick("2.5", "3", "-0.75") + ")";
            case 0 -> "(f + d)";
            case 1 -> "(f * 2)";
            case 2 -> "(CAST(d AS DOUBLE) / CASE WHEN f IS NULL OR f = 0 THEN 2 ELSE f END)";
            case 3 -> "CAST(" + integer(depth - 1) + " AS DOUBLE)";
            default -> "(f - k)";
        };
    }

    String string(int depth) {
        if (depth == 0) {
            return pick("s", "c", "'ab'");
        }
        return switch (random.nextInt(12)) {
            case 6 -> "LOWER(" + string(depth - 1) + ")";
            case 7 ->
                "TRIM(" + pick("", "LEADING 'a' FROM ", "TRAILING 'bc' FROM ", "BOTH '日a' FROM ", "'ro0' FROM ")
                        + string(depth - 1) + ")";
            case 8 ->
                "REPLACE(" + string(depth - 1) + ", " + pick("'a', ''", "'b', 'xx'", "'', 'q'", "'本', 'hon'", "s, c")
                        + ")";
            case 9 ->
                pick("LPAD(", "RPAD(") + string(depth - 1) + ", " + pick("5", "0", "k + 1", "2")
                        + pick(both("", ", ' '"), ", 'xy'", ", '日'") + ")";
            case 10 -> "SUBSTRING(" + string(depth - 1) + " FROM " + pick("1", "2", "k + 1") + ")";
            case 11 -> "NULLIF(" + string(depth - 1) + ", " + pick("''", "'ab'", "s") + ")";
            case 0 -> "(" + string(depth - 1) + " || " + string(depth - 1) + ")";
            case 1 ->
                "SUBSTRING(" + string(depth - 1) + ", " + (1 + random.nextInt(3)) + ", " + random.nextInt(4) + ")";
            case 2 -> "COALESCE(s, 'none')";
            case 3 -> "CASE WHEN " + condition(depth - 1) + " THEN s ELSE c END";
            case 4 -> text(pick("i", "d", "b", "dt", "k", "w", "e", "ts", "bi", "ti", "d * k", "(s = c)"));
            default -> "UPPER(" + pick("s", "c") + ")";
        };
    }

    private String time(int depth) {
        if (depth == 0) {
            return pick("dt", "ts", "DATE '2020-05-17'");
        }
        return switch (random.nextInt(11)) {
            case 9 -> "CAST(CAST(" + pick("dt", "ts") + " AS VARCHAR) AS TIMESTAMP)";
            case 10 ->
                "CAST(" + pick("CAST(dt AS VARCHAR)", "CAST(ts AS DATE)", "'2020-02-29'") + " AS "
                        + pick("DATE", "TIMESTAMP") + ")";
            case 0 -> date("dt + INTERVAL '" + random.nextInt(50) + "' DAY");
            case 1 -> date("dt - INTERVAL '" + random.nextInt(20) + "' MONTH");
            case 2 -> "(ts + INTERVAL '" + random.nextInt(50) + "' HOUR)";
            case 3 -> date("dt + " + pick("k", "ti") + " * INTERVAL '3' " + pick("DAY", "MONTH", "YEAR"));
            case 4 -> "(ts - k * INTERVAL '90' " + pick("SECOND", "MINUTE", "HOUR", "DAY", "MONTH") + ")";
            case 5, 6 -> floor();
            case 7 -> added();
            default -> "CAST(ts AS DATE)";
        };
    }

    /** DuckDB makes a TIMESTAMP of a date that moves. */
    private static String date(String moved) {
        return both("(" + moved + ")", "CAST(" + moved + " AS DATE)");
    }

    private String floor() {
        boolean ofDate = random.nextBoolean();
        String unit = ofDate
                ? pick("DAY", "WEEK", "MONTH", "QUARTER", "YEAR")
                : pick("DAY", "WEEK", "MONTH", "QUARTER", "YEAR", "HOUR", "MINUTE", "SECOND", "MILLISECOND");
        String time = ofDate ? "dt" : "ts";
        String type = ofDate ? "DATE" : "TIMESTAMP";
        String floor = "CAST(date_trunc('" + unit + "', " + time + ") AS " + type + ")";
        String next = "CAST(date_trunc('" + unit + "', " + time + ") + INTERVAL 1 " + unit + " AS " + type + ")";
        return random.nextBoolean()
                ? both("FLOOR(" + time + " TO " + unit + ")", floor)
                : both(
                        "CEIL(" + time + " TO " + unit + ")",
                        "CASE WHEN " + floor + " = " + time + " THEN " + time + " ELSE " + next + " END");
    }

    private String added() {
        String unit = pick("DAY", "WEEK", "MONTH", "QUARTER", "YEAR", "HOUR", "MINUTE", "SECOND", "MILLISECOND");
        boolean days = unit.equals("DAY")
                || unit.equals("WEEK")
                || unit.equals("MONTH")
                || unit.equals("QUARTER")
                || unit.equals("YEAR");
        String time = pick("dt", "ts");
        String times = pick("k", "ti", "-7", "100");
        String theirs = "(" + time + " + " + times + " * INTERVAL 1 " + unit + ")";
        return both(
                "TIMESTAMPADD(" + unit + ", " + times + ", " + time + ")",
                time.equals("dt") && days ? "CAST(" + theirs + " AS DATE)" : theirs);
    }

    private String difference() {
        String unit = pick("DAY", "WEEK", "MONTH", "QUARTER", "YEAR", "HOUR", "MINUTE", "SECOND", "MILLISECOND");
        String from = pick("dt", "ts", "DATE '2020-02-29'", "TIMESTAMP '2019-08-31 12:00:00'");
        String to = pick("dt", "ts", "DATE '2019-12-31'");
        return both(
                "TIMESTAMPDIFF(" + unit + ", " + from + ", " + to + ")",
                "date_sub('" + unit + "', " + from + ", " + to + ")");
    }

    /** DuckDB does not cut to the length of a VARCHAR. */
    private String text(String value) {
        return random.nextInt(3) > 0
                ? "CAST(" + value + " AS VARCHAR)"
                : both("CAST(" + value + " AS VARCHAR(3))", "SUBSTRING(CAST(" + value + " AS VARCHAR), 1, 3)");
    }

    String condition(int depth) {
        if (depth > 0 && random.nextInt(2) == 0) {
            String a = condition(depth - 1);
            String b = condition(depth - 1);
            return switch (random.nextInt(4)) {
                case 0 -> "NOT (" + a + ")";
                case 1 -> "(" + a + " OR " + b + ")";
                default -> "(" + a + " AND " + b + ")";
            };
        }
        String compare = pick(" = ", " <> ", " < ", " <= ", " > ", " >= ");
        return switch (random.nextInt(15)) {
            case 14 -> "CAST(" + pick("i", "d", "f", "w", "CAST(b AS VARCHAR)", "k", "'TRUE'") + " AS BOOLEAN)";
            case 0 -> integer(Math.min(depth, 1)) + compare + integer(0);
            case 1 -> decimal(Math.min(depth, 1)) + compare + pick("d", "1.5", "k", "0.125", "w");
            case 2 -> number(0) + compare + pick("f", "1.5", "2", "k");
            case 3 -> string(Math.min(depth, 1)) + compare + string(0);
            case 4 ->
                "dt" + compare + pick("DATE '2020-03-01'", "CAST(ts AS DATE)", "DATE '2019-12-31' + INTERVAL '40' DAY");
            case 5 -> pick("i", "d", "s", "f", "b", "dt", "w") + pick(" IS NULL", " IS NOT NULL");
            case 6 -> pick("b", "(i > 3)") + pick(" IS TRUE", " IS NOT TRUE", " IS FALSE", " IS NOT FALSE");
            case 7 -> "i" + pick("", " NOT") + " IN (" + list() + ")";
            case 8 -> "s" + pick("", " NOT") + " IN ('a', 'ab', '日本'" + pick("", ", NULL") + ")";
            case 9 ->
                "s" + pick("", " NOT") + " LIKE " + pick("'a%'", "'%b%'", "'_'", "'%c'", "'a_c%'", "'%'", "''") + "";
            case 10 -> pick("i", "d", "bi", "k", "f") + pick("", " NOT") + " BETWEEN -2 AND " + pick("5", "3.5", "k");
            case 11 ->
                pick(
                        "d IN (1.25, 3, 0.001, -0.50)",
                        "f IN (1, 2.5, -0.125, 1e1, " + list() + ")",
                        "bi IN (" + list() + ")",
                        "dt IN (DATE '2020-01-01', TIMESTAMP '2020-03-01 00:00:00', TIMESTAMP '2020-03-02 10:00:00', NULL)",
                        "ts NOT IN (DATE '2020-02-28', TIMESTAMP '2020-02-28 22:00:00')",
                        "w IN (0.125, 7, k)");
            case 12 -> pick("b", "NOT b", "b = (k > 1)");
            default -> "s LIKE '%!" + pick("%", "_") + "%' ESCAPE '!'";
        };
    }

    private static String truncate(String arguments) {
        return both("TRUNCATE", "trunc") + "(" + arguments + ")";
    }

    private String list() {
        int count = random.nextInt(60) == 0 ? 3000 : random.nextInt(5) == 0 ? 40 : 1 + random.nextInt(4);
        List<String> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(random.nextInt(30) == 0 ? "NULL" : Integer.toString(random.nextInt(count + 60) - 20));
        }
        return String.join(", ", items);
    }

    String pick(String... from) {
        return from[random.nextInt(from.length)];
    }
}
