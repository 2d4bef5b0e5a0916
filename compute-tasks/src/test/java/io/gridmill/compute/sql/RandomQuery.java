package io.gridmill.compute.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** A query that means the same to us and to DuckDB; what is known to differ is written so that it does not, or in the words of each. */
final class RandomQuery {
    /** Around and between the words of each, see {@link #both}. */
    private static final char OURS = '\u0001';

    private static final char THEIRS = '\u0002';
    private static final char END = '\u0003';

    private final Random random;
    private final String text;
    private boolean ordered;

    RandomQuery(Random random) {
        this.random = random;
        this.text = query();
    }

    String text() {
        return in(OURS);
    }

    /** The same query as DuckDB spells it. */
    String inDuckDb() {
        return in(THEIRS);
    }

    /** What one of the two calls otherwise; both may hold further such parts. */
    private static String both(String ours, String theirs) {
        return OURS + ours + THEIRS + theirs + END;
    }

    private String in(char dialect) {
        StringBuilder out = new StringBuilder();
        Deque<Character> open = new ArrayDeque<>();
        for (char c : text.toCharArray()) {
            switch (c) {
                case OURS -> open.push(OURS);
                case THEIRS -> {
                    open.pop();
                    open.push(THEIRS);
                }
                case END -> open.pop();
                default -> {
                    if (open.stream().allMatch(part -> part == dialect)) {
                        out.append(c);
                    }
                }
            }
        }
        return out.toString();
    }

    /** Whether the order of the rows is said in full. */
    boolean ordered() {
        return ordered;
    }

    private String query() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> rows("t") + ending();
            case 2, 3, 4 -> aggregate("t") + ending();
            case 5 -> union() + ending();
            default -> nested(1 + random.nextInt(3)) + ending();
        };
    }

    /** Columns of the last SELECT: x0, x1 … */
    private int columns;

    private String rows(String from) {
        columns = 1 + random.nextInt(4);
        List<String> items = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            items.add(any(2) + " AS x" + i);
        }
        return "SELECT " + (random.nextInt(4) == 0 ? "DISTINCT " : "") + String.join(", ", items) + " FROM " + from
                + where();
    }

    private String aggregate(String from) {
        int keys = random.nextInt(4);
        int aggregates = 1 + random.nextInt(4);
        List<String> items = new ArrayList<>();
        List<String> group = new ArrayList<>();
        List<String> plain = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            String key = random.nextInt(3) == 0
                    ? any(1)
                    : pick("k", "b", "s", "ti", "dt", "d", "w", "f", "c", "bi", "i", "ts");
            items.add(key + " AS x" + i);
            plain.add("(" + key + ")");
            group.add(random.nextBoolean() ? Integer.toString(i + 1) : "(" + key + ")");
        }
        boolean sets = keys > 0 && random.nextInt(4) == 0;
        for (int i = keys; i < keys + aggregates; i++) {
            boolean grouping = sets && random.nextInt(3) == 0;
            items.add((grouping ? "GROUPING(" + plain.get(random.nextInt(keys)) + ")" : aggregateCall()) + " AS x" + i);
        }
        columns = keys + aggregates;
        String having = random.nextInt(4) == 0
                ? " HAVING "
                        + pick(
                                "COUNT(*) > 2",
                                "SUM(i) IS NOT NULL",
                                "MIN(s) < 'b'",
                                "COUNT(DISTINCT k) > 1",
                                "MAX(d) > 1.5 OR COUNT(b) = 0")
                : "";
        String by = sets
                ? " GROUP BY " + groupingSets(plain)
                : group.isEmpty() ? "" : " GROUP BY " + String.join(", ", group);
        return "SELECT " + String.join(", ", items) + " FROM " + from + where() + by + having;
    }

    private String groupingSets(List<String> keys) {
        String all = String.join(", ", keys);
        return switch (random.nextInt(4)) {
            case 0 -> "ROLLUP (" + all + ")";
            case 1 -> "CUBE (" + all + ")";
            case 2 -> keys.get(0) + ", ROLLUP (" + all + ")";
            default -> "GROUPING SETS ((" + all + "), (" + keys.get(keys.size() - 1) + "), ())";
        };
    }

    private String aggregateCall() {
        String call = switch (random.nextInt(12)) {
            case 0 -> "COUNT(*)";
            case 1 -> "COUNT(" + any(1) + ")";
            case 2 -> "SUM(" + integer(1) + ")";
            case 3 -> "SUM(" + decimal(1) + ")";
            case 4 -> "AVG(" + pick(integer(0), decimal(0), "f") + ")";
            case 5 -> "MIN(" + any(1) + ")";
            case 6 -> "MAX(" + any(1) + ")";
            case 7 -> "COUNT(DISTINCT " + any(1) + ")";
            case 8 -> pick("SUM", "AVG") + "(DISTINCT " + pick("k", "i", "d", "ti") + ")";
            case 9 ->
                pick("VAR_POP", "VAR_SAMP", "VARIANCE", "STDDEV_POP", "STDDEV_SAMP", "STDDEV") + "("
                        + pick("k", "ti", "si", "CAST(k AS DOUBLE) / 8") + ")";
            case 10 -> pick("BOOL_AND", "BOOL_OR") + "(" + condition(1) + ")";
            default -> "SUM(CASE WHEN " + condition(1) + " THEN " + decimal(0) + " ELSE 0 END)";
        };
        return random.nextInt(5) == 0 ? call + " FILTER (WHERE " + condition(1) + ")" : call;
    }

    /** Queries over queries; the columns of t are handed through the levels that are flattened. */
    private String nested(int depth) {
        if (depth == 0) {
            String through = "SELECT *, k + 1 AS k1 FROM t" + where();
            return random.nextBoolean() ? aggregate("(" + through + ") AS t") : rows("(" + through + ") AS t");
        }
        String inner = random.nextInt(4) == 0 ? union() : nested(depth - 1);
        int count = columns;
        if (random.nextInt(4) == 0) {
            inner += ending();
            ordered = false;
        }
        boolean common = random.nextInt(3) == 0;
        String from = common ? "u" : "(" + inner + ") AS u";
        return (common ? "WITH u AS (" + inner + ") " : "") + over(from, count);
    }

    private String over(String from, int count) {
        String a = "x" + random.nextInt(count);
        String b = "u.x" + random.nextInt(count);
        String where = random.nextBoolean() ? "" : " WHERE " + a + " IS NOT NULL OR " + b + " IS NULL";
        switch (random.nextInt(4)) {
            case 0 -> {
                columns = 2;
                return "SELECT " + a + " AS x0, " + b + " AS x1 FROM " + from + where;
            }
            case 1 -> {
                columns = 3;
                return "SELECT COUNT(*) AS x0, COUNT(DISTINCT " + a + ") AS x1, MAX(" + b + ") AS x2 FROM " + from
                        + where;
            }
            case 2 -> {
                columns = 3;
                return "SELECT " + a + " AS x0, COUNT(" + b + ") AS x1, MIN(" + b + ") AS x2 FROM " + from + where
                        + " GROUP BY " + pick(a, "ROLLUP (" + a + ")") + pick("", " HAVING COUNT(*) > 1");
            }
            default -> {
                columns = 1;
                return "SELECT DISTINCT " + b + " AS x0 FROM " + from + where;
            }
        }
    }

    private String union() {
        int branches = 2 + random.nextInt(2);
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < branches; i++) {
            parts.add(
                    random.nextBoolean()
                            ? "SELECT " + pick("k", "i") + " AS x0, " + pick("s", "c") + " AS x1 FROM t" + where()
                            : "SELECT " + pick("COUNT(*)", "MAX(bi)") + " AS x0, c AS x1 FROM t" + where()
                                    + " GROUP BY c");
        }
        columns = 2;
        return String.join(random.nextInt(4) == 0 ? " UNION " : " UNION ALL ", parts);
    }

    private String where() {
        return random.nextInt(3) == 0 ? "" : " WHERE " + condition(2);
    }

    /** Orders by every column, so that the answer is one, or not at all. */
    private String ending() {
        if (random.nextBoolean()) {
            return "";
        }
        ordered = true;
        List<String> items = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            items.add((random.nextBoolean() ? "x" + i : Integer.toString(i + 1))
                    + pick("", " DESC", " ASC NULLS FIRST", " DESC NULLS LAST"));
        }
        String limit = random.nextBoolean()
                ? ""
                : " LIMIT " + random.nextInt(12) + (random.nextBoolean() ? "" : " OFFSET " + random.nextInt(5));
        return " ORDER BY " + String.join(", ", items) + limit;
    }

    private String any(int depth) {
        return switch (random.nextInt(6)) {
            case 0 -> integer(depth);
            case 1 -> decimal(depth);
            case 2 -> number(depth);
            case 3 -> string(depth);
            case 4 -> time(depth);
            default -> depth > 0 ? "(" + condition(depth - 1) + ")" : "b";
        };
    }

    private String integer(int depth) {
        if (depth == 0) {
            return pick("k", "i", "bi", "ti", "si", "7", "-3");
        }
        // Sums stay within BIGINT: DuckDB may leave out what COUNT does not need, and with it the error.
        String a = integer(depth - 1).replace("bi", "(bi / 64)");
        String b = integer(depth - 1).replace("bi", "(bi / 64)");
        return switch (random.nextInt(16)) {
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
                pick(
                        "EXTRACT(YEAR FROM dt)",
                        "EXTRACT(MONTH FROM ts)",
                        "EXTRACT(DAY FROM dt)",
                        "EXTRACT(HOUR FROM ts)",
                        "EXTRACT(QUARTER FROM dt)");
            default -> "NULLIF(" + a + ", " + pick("0", "1", "7") + ")";
        };
    }

    private String decimal(int depth) {
        if (depth == 0) {
            return pick("d", "e", "w", "1.25", "-0.5");
        }
        String a = pick("d", "d", "CAST(e AS DECIMAL(18, 4))");
        return switch (random.nextInt(12)) {
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

    private String number(int depth) {
        if (depth == 0) {
            return pick("f", "f", "r");
        }
        return switch (random.nextInt(12)) {
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

    private String string(int depth) {
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
            case 4 -> "CAST(" + pick("i", "d", "b", "dt", "k") + " AS VARCHAR)";
            default -> "UPPER(" + pick("s", "c") + ")";
        };
    }

    private String time(int depth) {
        if (depth == 0) {
            return pick("dt", "ts", "DATE '2020-05-17'");
        }
        return switch (random.nextInt(4)) {
            case 0 -> "CAST(dt + INTERVAL '" + random.nextInt(50) + "' DAY AS DATE)";
            case 1 -> "CAST(dt - INTERVAL '" + random.nextInt(20) + "' MONTH AS DATE)";
            case 2 -> "(ts + INTERVAL '" + random.nextInt(50) + "' HOUR)";
            default -> "CAST(ts AS DATE)";
        };
    }

    private String condition(int depth) {
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
        return switch (random.nextInt(14)) {
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
            case 11 -> "d IN (1.25, 3, 0.001, -0.50)";
            case 12 -> pick("b", "NOT b", "b = (k > 1)");
            default -> "s LIKE '%!" + pick("%", "_") + "%' ESCAPE '!'";
        };
    }

    private static String truncate(String arguments) {
        return both("TRUNCATE", "trunc") + "(" + arguments + ")";
    }

    private String list() {
        int count = random.nextInt(5) == 0 ? 40 : 1 + random.nextInt(4);
        List<String> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(random.nextInt(30) == 0 ? "NULL" : Integer.toString(random.nextInt(60) - 20));
        }
        return String.join(", ", items);
    }

    private String pick(String... from) {
        return from[random.nextInt(from.length)];
    }
}
