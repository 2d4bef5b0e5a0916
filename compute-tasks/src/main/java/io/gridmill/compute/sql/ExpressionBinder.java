package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Exprs;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.expr.Place;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.ColumnType.Kind;
import io.gridmill.core.schema.TableSchema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/** Turns expressions of Calcite's syntax tree into typed ones over the columns of the dataset: names, operators, and who binds the rest. */
final class ExpressionBinder {
    /** Levels for which the stack of a thread suffices, from here to the generated code. */
    private static final int DEEPEST = 200;

    /** Nodes whose code stays below what a Java method may have. */
    static final int LARGEST = 5_000;

    /** Places at which they stand: COALESCE and the like have an argument in several. */
    static final int MOST_PLACES = 100_000;

    private final SourceText source;
    private final Parameters parameters;
    private final TableSchema schema;
    private final String qualifier;
    private final AggregateBinder aggregates;
    private final CastBinder casts;
    private final Intervals intervals;
    private final Map<String, Expr> aliases = new HashMap<>();
    private boolean aliasesFirst;
    private boolean aliasesSeen;
    private String aggregatesRefusedIn = "";
    private int depth;

    /**
     * @param schema of the columns that expressions can name
     * @param qualifier by which they can be qualified
     */
    ExpressionBinder(SourceText source, Parameters parameters, TableSchema schema, String qualifier) {
        this.source = source;
        this.parameters = parameters;
        this.schema = schema;
        this.qualifier = qualifier;
        this.aggregates = new AggregateBinder(source, this::bind);
        this.casts = new CastBinder(source, this::bind);
        this.intervals = new Intervals(source, this::bind);
    }

    /** Names of SELECT's items, which later clauses may use. */
    void define(String alias, Expr expr) {
        aliases.putIfAbsent(alias.toLowerCase(Locale.ROOT), expr);
    }

    /** @param clause in which aggregates must not stand, or empty */
    Expr bind(SqlNode node, String clause, boolean seesAliases, boolean prefersAliases) {
        aggregatesRefusedIn = clause;
        aliasesSeen = seesAliases;
        aliasesFirst = prefersAliases;
        depth = 0;
        Expr expr = bind(node);
        requireSmall(expr, node);
        return expr;
    }

    Expr condition(SqlNode node, String clause, boolean seesAliases) {
        Expr expr = Coercion.resolve(
                bind(node, clause.equals("HAVING") ? "" : clause, seesAliases, false), ColumnType.BOOLEAN);
        if (expr.type().kind() != Kind.BOOLEAN) {
            throw Coercion.mismatch(expr.place(), clause + " must be a BOOLEAN", List.of(expr));
        }
        return expr;
    }

    private Expr bind(SqlNode node) {
        if (++depth > DEEPEST) {
            throw source.error(
                    node,
                    "an expression must be nested at most " + DEEPEST
                            + " deep; parentheses cut a long chain of operators into shorter ones, as in (a + b) + (c + d)");
        }
        Expr expr = bound(node);
        if (expr instanceof Expr.Case) {
            requireSmall(expr, node);
        }
        depth--;
        return expr;
    }

    private void requireSmall(Expr expr, SqlNode node) {
        if (Exprs.size(expr, MOST_PLACES) > LARGEST) {
            throw source.error(
                    node,
                    "an expression must have at most " + LARGEST
                            + " operators and operands, of which an IN list of constants is one, got more");
        }
    }

    private Expr bound(SqlNode node) {
        if (node instanceof SqlIdentifier name) {
            return column(name);
        } else if (node instanceof SqlIntervalLiteral) {
            throw source.error(node, "an interval can only be added to or subtracted from a DATE or TIMESTAMP");
        } else if (node instanceof SqlLiteral literal) {
            return Literals.bind(literal, source);
        } else if (node instanceof SqlDynamicParam parameter) {
            String name = source.parameter(parameter.getIndex());
            Place at = source.place(node);
            Place place = at.withText(":" + name);
            return new Expr.Untyped(parameters.get(name, place), place);
        } else if (node instanceof SqlCase choice) {
            return choice(choice);
        } else if (node instanceof SqlCall call) {
            return call(call);
        }
        throw SqlQuery.refused(source, node, node.getKind().sql);
    }

    private Expr column(SqlIdentifier name) {
        if (name.isStar()) {
            throw source.error(name, "* must stand alone in SELECT or in COUNT(*)");
        }
        String last = name.names.get(name.names.size() - 1);
        if (name.names.size() > 2
                || name.names.size() == 2 && !name.names.get(0).equalsIgnoreCase(qualifier)) {
            throw source.error(
                    name, "column " + String.join(".", name.names) + " must be of the dataset in FROM, " + qualifier);
        }
        boolean plain = name.names.size() == 1 && !name.isComponentQuoted(0);
        Expr clock = plain ? parameters.clock(last, source.place(name)) : null;
        if (clock != null) {
            return clock;
        }
        Expr alias = aliasesSeen && name.names.size() == 1 ? aliases.get(last.toLowerCase(Locale.ROOT)) : null;
        if (alias != null && aliasesFirst) {
            return alias;
        }
        int ordinal = schema.indexOf(last);
        if (ordinal >= 0) {
            return new Expr.Input(
                    ordinal,
                    schema.column(ordinal).name(),
                    schema.column(ordinal).type(),
                    source.place(name));
        } else if (alias != null) {
            return alias;
        } else if (last.equalsIgnoreCase("CURRENT_TIME") || last.equalsIgnoreCase("LOCALTIME")) {
            throw source.error(name, last + " is not supported; write CURRENT_TIMESTAMP");
        }
        throw source.error(
                name,
                "column " + last + " must be a column of " + qualifier
                        + Names.hint(
                                last,
                                schema.columns().stream()
                                        .map(column -> column.name())
                                        .toList()));
    }

    private Expr call(SqlCall call) {
        Place place = source.place(call);
        SqlKind kind = call.getKind();
        return switch (kind) {
            case AND, OR -> {
                List<Expr> args = operands(call).stream().map(this::condition).toList();
                List<Expr> gathered = kind == SqlKind.OR ? InLists.gathered(args) : args;
                yield gathered.size() == 1
                        ? gathered.get(0)
                        : new Expr.Call(kind == SqlKind.AND ? Op.AND : Op.OR, gathered, ColumnType.BOOLEAN, place);
            }
            case NOT -> Conditions.not(condition(call.operand(0)), place);
            case IS_NULL, IS_NOT_NULL -> {
                Expr test = Conditions.isNull(Coercion.alone(bind((SqlNode) call.operand(0))), place);
                yield kind == SqlKind.IS_NULL ? test : Conditions.not(test, place);
            }
            case IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE -> {
                Op op = kind == SqlKind.IS_TRUE || kind == SqlKind.IS_NOT_TRUE ? Op.IS_TRUE : Op.IS_FALSE;
                Expr test = new Expr.Call(op, List.of(condition(call.operand(0))), ColumnType.BOOLEAN, place);
                yield kind == SqlKind.IS_TRUE || kind == SqlKind.IS_FALSE ? test : Conditions.not(test, place);
            }
            case EQUALS -> comparison(Op.EQ, call, place);
            case NOT_EQUALS -> comparison(Op.NE, call, place);
            case LESS_THAN -> comparison(Op.LT, call, place);
            case LESS_THAN_OR_EQUAL -> comparison(Op.LE, call, place);
            case GREATER_THAN -> comparison(Op.GT, call, place);
            case GREATER_THAN_OR_EQUAL -> comparison(Op.GE, call, place);
            case BETWEEN -> between(call, place);
            case IN, NOT_IN -> {
                Expr in = in(call, place);
                yield kind == SqlKind.IN ? in : Conditions.not(in, place);
            }
            case LIKE -> Patterns.like(call, source, this::bind);
            case PLUS, MINUS, TIMES, DIVIDE, MOD -> arithmetic(call, place);
            case MINUS_PREFIX -> Arithmetic.negate(bind((SqlNode) call.operand(0)), place);
            case PLUS_PREFIX ->
                Arithmetic.requireNumber(
                        Coercion.alone(bind((SqlNode) call.operand(0)), ColumnType.BIGINT), place, "+");
            case CAST -> casts.bind(call);
            case INTERVAL ->
                throw source.error(call, "an interval can only be added to or subtracted from a DATE or TIMESTAMP");
            case OVER -> throw SqlQuery.refused(source, call, "a window function (OVER)");
            case FILTER -> filtered(call);
            case SOME, ALL -> throw SqlQuery.refused(source, call, "a comparison with ANY, SOME or ALL");
            case SCALAR_QUERY, SELECT, EXISTS, UNION, WITH, ORDER_BY ->
                throw SqlQuery.refused(source, call, kind == SqlKind.EXISTS ? "EXISTS" : "a subquery");
            case SIMILAR -> throw SqlQuery.refused(source, call, "SIMILAR TO");
            default -> {
                if (call.getOperator() == SqlStdOperatorTable.CONCAT) {
                    yield StringFunctions.concat(
                            operands(call).stream().map(this::bind).toList(), place);
                }
                yield AggregateBinder.isAggregate(nameOf(call))
                        ? aggregate(call, null)
                        : Functions.bind(nameOf(call), call, source, this::bind);
            }
        };
    }

    /** Of a chain of an operator for which parentheses do not matter: it may be longer than a stack is deep. */
    private static List<SqlNode> operands(SqlCall chain) {
        List<SqlNode> operands = new ArrayList<>();
        Deque<SqlNode> left = new ArrayDeque<>(List.of(chain));
        while (!left.isEmpty()) {
            SqlNode next = left.pop();
            if (next instanceof SqlCall call && call.getOperator() == chain.getOperator()) {
                for (int i = call.operandCount() - 1; i >= 0; i--) {
                    left.push(call.operand(i));
                }
            } else {
                operands.add(next);
            }
        }
        return operands;
    }

    private Expr condition(SqlNode node) {
        return Conditions.require(bind(node));
    }

    private Expr comparison(Op op, SqlCall call, Place place) {
        return Conditions.comparison(op, bind((SqlNode) call.operand(0)), bind((SqlNode) call.operand(1)), place);
    }

    private Expr between(SqlCall call, Place place) {
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        Expr test = Conditions.between(
                bind((SqlNode) call.operand(0)),
                bind((SqlNode) call.operand(1)),
                bind((SqlNode) call.operand(2)),
                place);
        if (name.contains("SYMMETRIC") && !name.contains("ASYMMETRIC")) {
            throw SqlQuery.refused(source, call, "BETWEEN SYMMETRIC");
        }
        return name.startsWith("NOT") ? Conditions.not(test, place) : test;
    }

    private Expr in(SqlCall call, Place place) {
        if (!(call.operand(1) instanceof SqlNodeList list)) {
            throw SqlQuery.refused(source, call.operand(1), "a subquery in IN");
        }
        Expr value = bind((SqlNode) call.operand(0));
        List<Expr> items = new ArrayList<>();
        list.forEach(item -> items.add(bind(item)));
        return InLists.in(value, items, place);
    }

    private Expr arithmetic(SqlCall call, Place place) {
        SqlKind kind = call.getKind();
        SqlNode left = call.operand(0);
        SqlNode right = call.operand(1);
        if (call.operandCount() > 2) {
            throw source.error(
                    call,
                    "a difference in units is not supported; write TIMESTAMPDIFF(" + call.operand(2) + ", "
                            + source.place(right).text() + ", "
                            + source.place(left).text() + ")");
        } else if (kind == SqlKind.PLUS || kind == SqlKind.MINUS) {
            Intervals.Interval interval = intervals.read(right);
            if (interval != null) {
                return Intervals.add(bind(left), interval, kind == SqlKind.MINUS, place);
            }
            interval = kind == SqlKind.PLUS ? intervals.read(left) : null;
            if (interval != null) {
                return Intervals.add(bind(right), interval, false, place);
            }
        }
        Op op = switch (kind) {
            case PLUS -> Op.ADD;
            case MINUS -> Op.SUBTRACT;
            case TIMES -> Op.MULTIPLY;
            case DIVIDE -> Op.DIVIDE;
            default -> Op.MOD;
        };
        return Arithmetic.of(op, bind(left), bind(right), place);
    }

    private Expr choice(SqlCase node) {
        Place place = source.place(node);
        List<Expr> whens = new ArrayList<>();
        node.getWhenOperands().forEach(when -> whens.add(condition(when)));
        List<Expr> values = new ArrayList<>();
        node.getThenOperands().forEach(then -> values.add(bind(then)));
        SqlNode otherwise = node.getElseOperand();
        values.add(otherwise == null ? new Expr.Untyped(null, place) : bind(otherwise));
        return Choices.choice(whens, values, place);
    }

    private Expr filtered(SqlCall call) {
        if (!(call.operand(0) instanceof SqlCall aggregate) || !AggregateBinder.isAggregate(nameOf(aggregate))) {
            throw source.error(
                    call,
                    "FILTER must follow an aggregate, got "
                            + source.place((SqlNode) call.operand(0)).text());
        }
        return aggregate(aggregate, call.operand(1));
    }

    private Expr aggregate(SqlCall call, @Nullable SqlNode filter) {
        String name = nameOf(call);
        if (!aggregatesRefusedIn.isEmpty()) {
            throw source.error(call, name + " must not stand in " + aggregatesRefusedIn + ": it is an aggregate");
        }
        return aggregates.bind(name, call, filter);
    }

    private static String nameOf(SqlCall call) {
        return call.getOperator().getName().toUpperCase(Locale.ROOT);
    }
}
