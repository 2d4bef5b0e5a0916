package io.gridmill.compute.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** A query that means the same to us and to DuckDB; what is known to differ is written so that it does not, or in the words of each. */
final class RandomQuery {
    private final Random random;
    private final RandomExpression expressions;
    private final String text;
    private boolean ordered;

    RandomQuery(Random random) {
        this.random = random;
        this.expressions = new RandomExpression(random);
        this.text = query();
    }

    String text() {
        return in(RandomExpression.OURS);
    }

    /** The same query as DuckDB spells it. */
    String inDuckDb() {
        return in(RandomExpression.THEIRS);
    }

    private String in(char dialect) {
        StringBuilder out = new StringBuilder();
        Deque<Character> open = new ArrayDeque<>();
        for (char c : text.toCharArray()) {
            switch (c) {
                case RandomExpression.OURS -> open.push(RandomExpression.OURS);
                case RandomExpression.THEIRS -> {
                    open.pop();
                    open.push(RandomExpression.THEIRS);
                }
                case RandomExpression.END -> open.pop();
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

    /** One for each column of the last SELECT, x0, x1 …: whether both engines have the same value to the last digit. */
    private List<Boolean> exact = List.of();

    private String rows(String from) {
        exact = Collections.nCopies(1 + random.nextInt(4), true);
        List<String> items = new ArrayList<>();
        for (int i = 0; i < exact.size(); i++) {
            items.add(expressions.any(2) + " AS x" + i);
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
                    ? expressions.any(1)
                    : expressions.pick("k", "b", "s", "ti", "dt", "d", "w", "f", "c", "bi", "i", "ts");
            items.add(key + " AS x" + i);
            plain.add("(" + key + ")");
            group.add(random.nextBoolean() ? Integer.toString(i + 1) : "(" + key + ")");
        }
        boolean sets = keys > 0 && random.nextInt(4) == 0;
        List<Boolean> exactItems = new ArrayList<>(Collections.nCopies(keys, true));
        for (int i = keys; i < keys + aggregates; i++) {
            boolean grouping = sets && random.nextInt(3) == 0;
            String call = grouping ? "GROUPING(" + plain.get(random.nextInt(keys)) + ")" : aggregateCall();
            items.add(call + " AS x" + i);
            exactItems.add(!call.matches("(AVG|VAR|STDDEV).*"));
        }
        exact = exactItems;
        String having = random.nextInt(4) == 0
                ? " HAVING "
                        + expressions.pick(
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
            case 1 -> "COUNT(" + expressions.any(1) + ")";
            case 2 -> "SUM(" + expressions.integer(1) + ")";
            case 3 -> "SUM(" + expressions.decimal(1) + ")";
            case 4 -> "AVG(" + expressions.pick(expressions.integer(0), expressions.decimal(0), "f") + ")";
            case 5 -> "MIN(" + expressions.any(1) + ")";
            case 6 -> "MAX(" + expressions.any(1) + ")";
            case 7 -> "COUNT(DISTINCT " + expressions.any(1) + ")";
            case 8 -> expressions.pick("SUM", "AVG") + "(DISTINCT " + expressions.pick("k", "i", "d", "ti") + ")";
            case 9 ->
                expressions.pick("VAR_POP", "VAR_SAMP", "VARIANCE", "STDDEV_POP", "STDDEV_SAMP", "STDDEV") + "("
                        + expressions.pick("k", "ti", "si", "CAST(k AS DOUBLE) / 8") + ")";
            case 10 -> expressions.pick("BOOL_AND", "BOOL_OR") + "(" + expressions.condition(1) + ")";
            default -> "SUM(CASE WHEN " + expressions.condition(1) + " THEN " + expressions.decimal(0) + " ELSE 0 END)";
        };
        return random.nextInt(5) == 0 ? call + " FILTER (WHERE " + expressions.condition(1) + ")" : call;
    }

    /** Queries over queries; the columns of t are handed through the levels that are flattened. */
    private String nested(int depth) {
        if (depth == 0) {
            String through = "SELECT *, k + 1 AS k1 FROM t" + where();
            return random.nextBoolean() ? aggregate("(" + through + ") AS t") : rows("(" + through + ") AS t");
        }
        String inner = random.nextInt(4) == 0 ? union() : nested(depth - 1);
        if (random.nextInt(4) == 0) {
            inner += ending();
            ordered = false;
        }
        boolean common = random.nextInt(3) == 0;
        String from = common ? "u" : "(" + inner + ") AS u";
        return (common ? "WITH u AS (" + inner + ") " : "") + over(from);
    }

    private String over(String from) {
        int first = random.nextInt(exact.size());
        int second = random.nextInt(exact.size());
        boolean exactFirst = exact.get(first);
        boolean exactSecond = exact.get(second);
        String a = "x" + first;
        String b = "u.x" + second;
        String where = random.nextBoolean() ? "" : " WHERE " + a + " IS NOT NULL OR " + b + " IS NULL";
        int form = random.nextInt(4);
        if (form == 3 ? !exactSecond : !exactFirst) {
            form = 0; // Values that differ in the last digit may fall into one group here, and into two there.
        }
        switch (form) {
            case 0 -> {
                exact = List.of(exactFirst, exactSecond);
                return "SELECT " + a + " AS x0, " + b + " AS x1 FROM " + from + where;
            }
            case 1 -> {
                exact = List.of(true, true, exactSecond);
                return "SELECT COUNT(*) AS x0, COUNT(DISTINCT " + a + ") AS x1, MAX(" + b + ") AS x2 FROM " + from
                        + where;
            }
            case 2 -> {
                exact = List.of(true, true, exactSecond);
                return "SELECT " + a + " AS x0, COUNT(" + b + ") AS x1, MIN(" + b + ") AS x2 FROM " + from + where
                        + " GROUP BY " + expressions.pick(a, "ROLLUP (" + a + ")")
                        + expressions.pick("", " HAVING COUNT(*) > 1");
            }
            default -> {
                exact = List.of(true);
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
                            ? "SELECT " + expressions.pick("k", "i") + " AS x0, " + expressions.pick("s", "c")
                                    + " AS x1 FROM t" + where()
                            : "SELECT " + expressions.pick("COUNT(*)", "MAX(bi)") + " AS x0, c AS x1 FROM t" + where()
                                    + " GROUP BY c");
        }
        exact = List.of(true, true);
        return String.join(random.nextInt(4) == 0 ? " UNION " : " UNION ALL ", parts);
    }

    private String where() {
        return random.nextInt(3) == 0 ? "" : " WHERE " + expressions.condition(2);
    }

    /** Orders by every column, so that the answer is one, or not at all. */
    private String ending() {
        if (random.nextBoolean()) {
            return "";
        }
        ordered = true;
        List<String> items = new ArrayList<>();
        for (int i = 0; i < exact.size(); i++) {
            items.add((random.nextBoolean() ? "x" + i : Integer.toString(i + 1))
                    + expressions.pick("", " DESC", " ASC NULLS FIRST", " DESC NULLS LAST"));
        }
        String limit = random.nextBoolean()
                ? ""
                : " LIMIT " + random.nextInt(12) + (random.nextBoolean() ? "" : " OFFSET " + random.nextInt(5));
        return " ORDER BY " + String.join(", ", items) + limit;
    }
}
