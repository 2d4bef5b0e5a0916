package io.gridmill.compute.sql;

import io.gridmill.compute.expr.ConstantSet;
import io.gridmill.compute.expr.Constants;
import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.expr.Place;
import io.gridmill.compute.kernel.KernelFailure;
import io.gridmill.compute.kernel.Ops;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.ColumnType.Kind;
import io.gridmill.core.schema.TableSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlAbstractDateTimeLiteral;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** Turns expressions of Calcite's syntax tree into typed ones over the columns of the dataset. */
final class ExpressionBinder {
    private final SourceText source;
    private final Parameters parameters;
    private final TableSchema schema;
    private final String qualifier;
    private final AggregateBinder aggregates;
    private final Map<String, Expr> aliases = new HashMap<>();
    private boolean aliasesFirst;
    private boolean aliasesSeen;
    private String aggregatesRefusedIn = "";

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
        return bind(node);
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
        if (node instanceof SqlIdentifier name) {
            return column(name);
        } else if (node instanceof SqlIntervalLiteral) {
            throw source.error(node, "an interval can only be added to or subtracted from a DATE or TIMESTAMP");
        } else if (node instanceof SqlLiteral literal) {
            return literal(literal);
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

    // ---- names ----

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

    // ---- literals ----

    private Expr literal(SqlLiteral literal) {
        Place place = source.place(literal);
        SqlTypeName type = literal.getTypeName();
        if (type == SqlTypeName.UNKNOWN) {
            String tag = literal.toString().split("\\s+", 2)[0].toUpperCase(Locale.ROOT);
            String text = String.valueOf(literal.getValue());
            if (tag.equals("DATE") || tag.equals("TIMESTAMP")) {
                return parsed(text, ColumnType.parse(tag), place);
            }
            throw SqlQuery.refused(source, literal, "a literal of " + tag);
        }
        return switch (type) {
            case NULL -> new Expr.Untyped(null, place);
            case BOOLEAN -> Constants.ofBoolean(literal.booleanValue(), place);
            case DECIMAL -> {
                BigDecimal value = literal.bigDecimalValue();
                if (value.precision() > 38 || value.scale() > 38) {
                    throw source.error(literal, "a number must have at most 38 digits, got " + place.text());
                }
                yield Folding.number(value, place);
            }
            case DOUBLE -> {
                double value = literal.bigDecimalValue().doubleValue();
                if (Double.isInfinite(value)) {
                    throw source.error(literal, "a number must fit DOUBLE, got " + place.text());
                }
                yield new Expr.Constant(ColumnType.DOUBLE, value, place);
            }
            case CHAR -> new Expr.Constant(ColumnType.VARCHAR, literal.getValueAs(String.class), place);
            case DATE -> parsed(((SqlAbstractDateTimeLiteral) literal).toFormattedString(), ColumnType.DATE, place);
            case TIMESTAMP ->
                parsed(((SqlAbstractDateTimeLiteral) literal).toFormattedString(), ColumnType.TIMESTAMP, place);
            default -> throw SqlQuery.refused(source, literal, "a literal of " + type);
        };
    }

    private Expr parsed(String text, ColumnType type, Place place) {
        try {
            return new Expr.Constant(type, Folding.parse(text, type), place);
        } catch (KernelFailure e) {
            throw SourceText.error(
                    place,
                    "a " + type + " literal must be a date between 0001-01-01 and 9999-12-31"
                            + (type.kind() == Kind.TIMESTAMP ? " and a time of up to microseconds" : "") + ", got '"
                            + text + "'");
        }
    }

    // ---- calls ----

    private Expr call(SqlCall call) {
        Place place = source.place(call);
        SqlKind kind = call.getKind();
        switch (kind) {
            case AND, OR -> {
                Op op = kind == SqlKind.AND ? Op.AND : Op.OR;
                List<Expr> args = new ArrayList<>();
                flatten(call, kind, args);
                return new Expr.Call(op, args, ColumnType.BOOLEAN, place);
            }
            case NOT -> {
                return not(bool(call.operand(0)), place);
            }
            case IS_NULL, IS_NOT_NULL -> {
                Expr test = new Expr.Call(
                        Op.IS_NULL, List.of(Coercion.alone(bind(call.operand(0)))), ColumnType.BOOLEAN, place);
                return kind == SqlKind.IS_NULL ? test : not(test, place);
            }
            case IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE -> {
                boolean truth = kind == SqlKind.IS_TRUE || kind == SqlKind.IS_NOT_TRUE;
                Expr test = new Expr.Call(
                        truth ? Op.IS_TRUE : Op.IS_FALSE, List.of(bool(call.operand(0))), ColumnType.BOOLEAN, place);
                return kind == SqlKind.IS_TRUE || kind == SqlKind.IS_FALSE ? test : not(test, place);
            }
            case EQUALS -> {
                return comparison(Op.EQ, bind(call.operand(0)), bind(call.operand(1)), place);
            }
            case NOT_EQUALS -> {
                return comparison(Op.NE, bind(call.operand(0)), bind(call.operand(1)), place);
            }
            case LESS_THAN -> {
                return comparison(Op.LT, bind(call.operand(0)), bind(call.operand(1)), place);
            }
            case LESS_THAN_OR_EQUAL -> {
                return comparison(Op.LE, bind(call.operand(0)), bind(call.operand(1)), place);
            }
            case GREATER_THAN -> {
                return comparison(Op.GT, bind(call.operand(0)), bind(call.operand(1)), place);
            }
            case GREATER_THAN_OR_EQUAL -> {
                return comparison(Op.GE, bind(call.operand(0)), bind(call.operand(1)), place);
            }
            case BETWEEN -> {
                return between(call, place);
            }
            case IN, NOT_IN -> {
                Expr in = in(call, place);
                return kind == SqlKind.IN ? in : not(in, place);
            }
            case LIKE -> {
                return like(call, place);
            }
            case PLUS, MINUS, TIMES, DIVIDE, MOD -> {
                return arithmetic(call, place);
            }
            case MINUS_PREFIX -> {
                return negate(call, place);
            }
            case PLUS_PREFIX -> {
                Expr arg = Coercion.alone(bind(call.operand(0)));
                return requireNumber(arg, place, "+");
            }
            case CAST -> {
                return cast(call, place);
            }
            case COALESCE -> {
                return coalesce(call.getOperandList(), place);
            }
            case NULLIF -> {
                return nullif(call, place);
            }
            case EXTRACT -> {
                return extract(call, place);
            }
            case OVER -> throw SqlQuery.refused(source, call, "a window function (OVER)");
            case FILTER -> {
                return filtered(call);
            }
            case SCALAR_QUERY, SELECT, EXISTS, SOME, ALL, UNION, WITH, ORDER_BY ->
                throw SqlQuery.refused(source, call, kind == SqlKind.EXISTS ? "EXISTS" : "a subquery");
            case SIMILAR -> throw SqlQuery.refused(source, call, "SIMILAR TO");
            default -> {
                return function(call, place);
            }
        }
    }

    private void flatten(SqlCall call, SqlKind kind, List<Expr> out) {
        for (SqlNode operand : call.getOperandList()) {
            if (operand.getKind() == kind && operand instanceof SqlCall inner) {
                flatten(inner, kind, out);
            } else {
                out.add(bool(operand));
            }
        }
    }

    private Expr bool(SqlNode node) {
        Expr expr = Coercion.resolve(bind(node), ColumnType.BOOLEAN);
        if (expr.type().kind() != Kind.BOOLEAN) {
            throw Coercion.mismatch(expr.place(), "a condition must be a BOOLEAN", List.of(expr));
        }
        return expr;
    }

    private static Expr not(Expr expr, Place place) {
        return new Expr.Call(Op.NOT, List.of(expr), ColumnType.BOOLEAN, place);
    }

    private Expr comparison(Op op, Expr left, Expr right, Place place) {
        if (left instanceof Expr.Untyped && right instanceof Expr.Untyped) {
            Coercion.alone(left);
            Coercion.alone(right);
        }
        Expr a = left instanceof Expr.Untyped && !(right instanceof Expr.Untyped)
                ? Coercion.resolve(left, right.type())
                : Coercion.alone(left);
        Expr b = Coercion.resolve(right, a.type());
        ColumnType common = Types.common(a.type(), b.type());
        if (common == null) {
            throw Coercion.mismatch(
                    place, op.sql() + " must compare values of one type" + dateHint(a, b), List.of(a, b));
        }
        if (common.kind() == Kind.TIMESTAMP) {
            a = Coercion.cast(a, common);
            b = Coercion.cast(b, common);
        }
        return new Expr.Call(op, List.of(a, b), ColumnType.BOOLEAN, place);
    }

    private static String dateHint(Expr a, Expr b) {
        boolean string = a.type().kind() == Kind.VARCHAR || b.type().kind() == Kind.VARCHAR;
        for (Expr expr : List.of(a, b)) {
            if (string && (expr.type().kind() == Kind.DATE || expr.type().kind() == Kind.TIMESTAMP)) {
                return " (write " + expr.type() + " '…' or a CAST)";
            }
        }
        return "";
    }

    private Expr between(SqlCall call, Place place) {
        Expr value = bind(call.operand(0));
        Expr low = bind(call.operand(1));
        Expr high = bind(call.operand(2));
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        Expr test;
        if (name.contains("SYMMETRIC") && !name.contains("ASYMMETRIC")) {
            throw SqlQuery.refused(source, call, "BETWEEN SYMMETRIC");
        }
        test = new Expr.Call(
                Op.AND,
                List.of(comparison(Op.GE, value, low, place), comparison(Op.LE, value, high, place)),
                ColumnType.BOOLEAN,
                place);
        return name.startsWith("NOT") ? not(test, place) : test;
    }

    private Expr in(SqlCall call, Place place) {
        if (!(call.operand(1) instanceof SqlNodeList list)) {
            throw SqlQuery.refused(source, call.operand(1), "a subquery in IN");
        }
        Expr value = bind(call.operand(0));
        List<Expr> items = new ArrayList<>();
        list.forEach(item -> items.add(bind(item)));
        Expr typedValue = value instanceof Expr.Untyped ? Coercion.resolve(value, Coercion.common(items, "IN")) : value;
        List<Expr> tests = new ArrayList<>();
        TreeSet<Object> values = new TreeSet<>(ExpressionBinder::compareValues);
        boolean hasNull = false;
        for (Expr item : items) {
            Expr typed = Coercion.resolve(item, typedValue.type());
            // Also checks the types.
            Expr test = comparison(Op.EQ, typedValue, typed, typed.place());
            if (typed instanceof Expr.Constant constant && constant.value() == null) {
                hasNull = true;
                continue;
            }
            ColumnType type = typedValue.type();
            if (typed instanceof Expr.Constant constant
                    && type.kind() != Kind.BOOLEAN
                    && (Types.isExact(type) || type.equals(constant.type()))) {
                Object same = Types.isExact(type) ? sameScale(constant, type) : constant.value();
                if (same == NOT_A_MEMBER) {
                    continue;
                } else if (same != null) {
                    values.add(same);
                    continue;
                }
            }
            tests.add(test);
        }
        if (!values.isEmpty() || tests.isEmpty()) {
            tests.add(0, new Expr.In(typedValue, new ConstantSet(new ArrayList<>(values), hasNull), place));
        } else if (hasNull) {
            tests.add(comparison(Op.EQ, typedValue, Constants.ofNull(typedValue.type(), place), place));
        }
        return tests.size() == 1 ? tests.get(0) : new Expr.Call(Op.OR, tests, ColumnType.BOOLEAN, place);
    }

    private static final Object NOT_A_MEMBER = new Object();

    /** The constant as a value of an exact type; what has more digits behind the point, or is too large, equals none of them. */
    private static @Nullable Object sameScale(Expr.Constant constant, ColumnType type) {
        if (!Types.isExact(constant.type())) {
            return null;
        }
        try {
            BigInteger unscaled =
                    Folding.decimal(constant).setScale(type.scale()).unscaledValue();
            if (type.kind() == Kind.DECIMAL && type.precision() > ColumnType.MAX_LONG_DECIMAL_PRECISION) {
                return unscaled;
            }
            return unscaled.bitLength() < 64 ? (Object) unscaled.longValue() : NOT_A_MEMBER;
        } catch (ArithmeticException e) {
            return NOT_A_MEMBER;
        }
    }

    @SuppressWarnings("unchecked")
    private static int compareValues(Object a, Object b) {
        if (a instanceof String x && b instanceof String y) {
            return Arrays.compareUnsigned(Ops.utf8(x), Ops.utf8(y));
        }
        return ((Comparator<Object>) (Comparator<?>) Comparator.naturalOrder()).compare(a, b);
    }

    private Expr like(SqlCall call, Place place) {
        Expr value = requireString(bind(call.operand(0)), place, "LIKE");
        Expr pattern = Coercion.resolve(bind(call.operand(1)), ColumnType.VARCHAR);
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        if (!name.equals("LIKE") && !name.equals("NOT LIKE")) {
            throw SqlQuery.refused(source, call, name);
        } else if (!(pattern instanceof Expr.Constant constant)
                || pattern.type().kind() != Kind.VARCHAR) {
            throw source.error(
                    call.operand(1),
                    "the pattern of LIKE must be a string literal, got "
                            + pattern.place().text());
        } else {
            String escape = null;
            if (call.operandCount() > 2) {
                Expr given = Coercion.resolve(bind(call.operand(2)), ColumnType.VARCHAR);
                escape = given instanceof Expr.Constant e && e.value() instanceof String text ? text : "";
                if (escape.codePointCount(0, escape.length()) != 1) {
                    throw source.error(
                            call.operand(2),
                            "ESCAPE must be one character, got " + given.place().text());
                }
            }
            if (constant.value() == null) {
                return Constants.ofNull(ColumnType.BOOLEAN, place);
            }
            String text = (String) constant.value();
            checkEscapes(call.operand(1), text, escape);
            Expr test = new Expr.Like(value, text, escape, place);
            return name.equals("LIKE") ? test : not(test, place);
        }
    }

    private void checkEscapes(SqlNode node, String pattern, @Nullable String escape) {
        if (escape == null) {
            return;
        }
        int[] points = pattern.codePoints().toArray();
        int mark = escape.codePointAt(0);
        for (int i = 0; i < points.length; i++) {
            if (points[i] == mark) {
                i++;
                if (i == points.length || points[i] != '%' && points[i] != '_' && points[i] != mark) {
                    throw source.error(
                            node, "after the escape character of LIKE must come %, _ or itself, got '" + pattern + "'");
                }
            }
        }
    }

    // ---- numbers, dates ----

    private Expr arithmetic(SqlCall call, Place place) {
        SqlKind kind = call.getKind();
        if (call.operand(1) instanceof SqlIntervalLiteral interval && (kind == SqlKind.PLUS || kind == SqlKind.MINUS)) {
            return addInterval(bind(call.operand(0)), interval, kind == SqlKind.MINUS, place);
        } else if (call.operand(0) instanceof SqlIntervalLiteral interval && kind == SqlKind.PLUS) {
            return addInterval(bind(call.operand(1)), interval, false, place);
        }
        Op op = switch (kind) {
            case PLUS -> Op.ADD;
            case MINUS -> Op.SUBTRACT;
            case TIMES -> Op.MULTIPLY;
            case DIVIDE -> Op.DIVIDE;
            default -> Op.MOD;
        };
        return arithmetic(op, bind(call.operand(0)), bind(call.operand(1)), place);
    }

    private Expr arithmetic(Op op, Expr left, Expr right, Place place) {
        Expr a = left instanceof Expr.Untyped && !(right instanceof Expr.Untyped)
                ? Coercion.resolve(left, right.type())
                : Coercion.alone(left);
        Expr b = Coercion.resolve(right, a.type());
        if (!Types.isNumeric(a.type()) || !Types.isNumeric(b.type())) {
            throw Coercion.mismatch(place, op.sql() + " must have numbers on both sides", List.of(a, b));
        }
        ColumnType type = Types.arithmetic(op, a.type(), b.type());
        if (type == null) {
            throw Coercion.mismatch(
                    place, op.sql() + " of decimals must have at most 38 digits behind the point", List.of(a, b));
        } else if (op == Op.MOD && Types.isApproximate(type)) {
            throw Coercion.mismatch(place, "MOD and % must have integers or decimals", List.of(a, b));
        }
        return Folding.fold(new Expr.Call(op, List.of(a, b), type, place));
    }

    private Expr negate(SqlCall call, Place place) {
        Expr arg = requireNumber(Coercion.alone(bind(call.operand(0))), place, "-");
        Expr folded = Folding.fold(new Expr.Call(Op.NEGATE, List.of(arg), arg.type(), place));
        // -9223372036854775808 is a BIGINT, though 9223372036854775808 is none.
        return folded instanceof Expr.Constant constant
                        && constant.value() instanceof BigInteger
                        && constant.type().scale() == 0
                ? Folding.number(Folding.decimal(constant), place)
                : folded;
    }

    private static Expr requireNumber(Expr arg, Place place, String operator) {
        if (!Types.isNumeric(arg.type())) {
            throw Coercion.mismatch(place, operator + " must have a number", List.of(arg));
        }
        return arg;
    }

    private static Expr requireString(Expr arg, Place place, String function) {
        Expr typed = Coercion.resolve(arg, ColumnType.VARCHAR);
        if (typed.type().kind() != Kind.VARCHAR) {
            throw Coercion.mismatch(place, function + " must have a VARCHAR", List.of(typed));
        }
        return typed;
    }

    private Expr addInterval(Expr left, SqlIntervalLiteral literal, boolean negative, Place place) {
        Intervals.Interval interval = Intervals.read(literal, source);
        Expr time = Coercion.alone(left);
        boolean date = time.type().kind() == Kind.DATE;
        if (!date && time.type().kind() != Kind.TIMESTAMP) {
            throw Coercion.mismatch(place, "an interval must be added to a DATE or TIMESTAMP", List.of(time));
        }
        if (date && !interval.isMonths() && !interval.isDays()) {
            throw source.error(
                    literal, "a DATE can move by whole days, months or years; CAST it to TIMESTAMP to move it by less");
        }
        long amount = interval.isMonths()
                ? interval.months()
                : date ? interval.micros() / 86_400_000_000L : interval.micros();
        Op op = interval.isMonths()
                ? (date ? Op.ADD_MONTHS : Op.TIMESTAMP_ADD_MONTHS)
                : date ? Op.ADD_DAYS : Op.ADD_MICROS;
        Expr constant = new Expr.Constant(ColumnType.BIGINT, negative ? -amount : amount, source.place(literal));
        return Folding.fold(new Expr.Call(op, List.of(time, constant), time.type(), place));
    }

    private Expr extract(SqlCall call, Place place) {
        if (!(call.operand(0) instanceof SqlIntervalQualifier unit)) {
            throw SqlQuery.refused(source, call.operand(0), "EXTRACT of " + call.operand(0));
        }
        Expr time = Coercion.alone(bind(call.operand(1)));
        if (time.type().kind() != Kind.DATE && time.type().kind() != Kind.TIMESTAMP) {
            throw Coercion.mismatch(place, "EXTRACT must read a DATE or TIMESTAMP", List.of(time));
        }
        Op op = switch (unit.timeUnitRange) {
            case YEAR -> Op.YEAR;
            case QUARTER -> Op.QUARTER;
            case MONTH -> Op.MONTH;
            case DAY -> Op.DAY;
            case HOUR -> Op.HOUR;
            case MINUTE -> Op.MINUTE;
            case SECOND -> Op.SECOND;
            default -> throw SqlQuery.refused(source, call, "EXTRACT(" + unit.timeUnitRange + ")");
        };
        boolean ofDate = op.compareTo(Op.QUARTER) <= 0;
        Expr arg = Coercion.cast(time, ofDate ? ColumnType.DATE : ColumnType.TIMESTAMP);
        return new Expr.Call(op, List.of(arg), ColumnType.BIGINT, place);
    }

    // ---- CASE and what is written as CASE ----

    private Expr choice(SqlCase node) {
        Place place = source.place(node);
        List<Expr> whens = new ArrayList<>();
        node.getWhenOperands().forEach(when -> whens.add(bool(when)));
        List<Expr> values = new ArrayList<>();
        node.getThenOperands().forEach(then -> values.add(bind(then)));
        SqlNode otherwise = node.getElseOperand();
        values.add(otherwise == null ? new Expr.Untyped(null, place) : bind(otherwise));
        List<Expr> typed = Coercion.toCommon(values, "CASE");
        int last = typed.size() - 1;
        return new Expr.Case(
                whens, typed.subList(0, last), typed.get(last), typed.get(last).type(), place);
    }

    private Expr coalesce(List<SqlNode> operands, Place place) {
        List<Expr> values = new ArrayList<>();
        operands.forEach(operand -> values.add(bind(operand)));
        List<Expr> typed = Coercion.toCommon(values, "COALESCE");
        int last = typed.size() - 1;
        List<Expr> whens = new ArrayList<>();
        for (Expr value : typed.subList(0, last)) {
            whens.add(not(new Expr.Call(Op.IS_NULL, List.of(value), ColumnType.BOOLEAN, place), place));
        }
        return whens.isEmpty()
                ? typed.get(0)
                : new Expr.Case(
                        whens,
                        typed.subList(0, last),
                        typed.get(last),
                        typed.get(last).type(),
                        place);
    }

    private Expr nullif(SqlCall call, Place place) {
        Expr value = Coercion.alone(bind(call.operand(0)));
        Expr equal = comparison(Op.EQ, value, bind(call.operand(1)), place);
        return new Expr.Case(
                List.of(equal), List.of(Constants.ofNull(value.type(), place)), value, value.type(), place);
    }

    // ---- CAST ----

    private Expr cast(SqlCall call, Place place) {
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        if (!name.equals("CAST") && !name.equals("::")) {
            throw SqlQuery.refused(source, call, name);
        }
        SqlDataTypeSpec spec = call.operand(1);
        int[] length = {-1};
        ColumnType to = type(spec, length);
        Expr from = bind(call.operand(0));
        if (from instanceof Expr.Untyped untyped) {
            from = untyped.text() == null
                    ? Constants.ofNull(to, place)
                    : new Expr.Constant(ColumnType.VARCHAR, untyped.text(), untyped.place());
        }
        if (!Types.canCast(from.type(), to)) {
            throw Coercion.mismatch(place, "CAST to " + to + " must have a type that it can read", List.of(from));
        }
        Expr result = from.type().equals(to) && !(from instanceof Expr.Call && Types.isExact(to))
                ? from
                : Folding.fold(new Expr.Call(Op.CAST, List.of(from), to, place));
        if (length[0] >= 0) {
            Expr one = new Expr.Constant(ColumnType.BIGINT, 1L, place);
            Expr end = new Expr.Constant(ColumnType.BIGINT, (long) length[0], place);
            return new Expr.Call(Op.SUBSTRING, List.of(result, one, end), ColumnType.VARCHAR, place);
        }
        return result;
    }

    private ColumnType type(SqlDataTypeSpec spec, int[] length) {
        if (!(spec.getTypeNameSpec() instanceof SqlBasicTypeNameSpec basic)) {
            return named(spec, spec.getTypeName().toString());
        }
        String name = basic.getTypeName().getSimple().toUpperCase(Locale.ROOT);
        int precision = basic.getPrecision();
        if (name.equals("DECIMAL") || name.equals("NUMERIC") || name.equals("DEC")) {
            int scale = Math.max(0, basic.getScale());
            return named(
                    spec,
                    "DECIMAL(" + (precision < 0 ? ColumnType.MAX_LONG_DECIMAL_PRECISION : precision) + ", " + scale
                            + ")");
        } else if (name.equals("VARCHAR")) {
            length[0] = precision;
            return ColumnType.VARCHAR;
        } else if (name.equals("FLOAT")) {
            return ColumnType.DOUBLE;
        } else if (name.equals("TIMESTAMP") && precision >= 0 && precision != 6) {
            throw SqlQuery.refused(source, spec, "TIMESTAMP(" + precision + "); a TIMESTAMP has microseconds,");
        }
        return named(spec, name);
    }

    private ColumnType named(SqlDataTypeSpec spec, String name) {
        try {
            if (name.equalsIgnoreCase("CHAR")) {
                throw SqlQuery.refused(source, spec, "CHAR, which pads; use VARCHAR: CHAR");
            }
            return ColumnType.parse(name);
        } catch (GridmillException e) {
            String message = String.valueOf(e.getMessage());
            throw message.contains("[line") ? e : source.error(spec, message);
        }
    }

    // ---- functions ----

    private Expr function(SqlCall call, Place place) {
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        List<SqlNode> operands = call.getOperandList();
        if (AggregateBinder.isAggregate(name)) {
            return aggregate(call, null);
        }
        switch (name) {
            case "COALESCE" -> {
                return coalesce(operands, place);
            }
            case "NULLIF" -> {
                expect(call, name, 2, 2);
                return nullif(call, place);
            }
            case "MOD" -> {
                expect(call, name, 2, 2);
                return arithmetic(Op.MOD, bind(operands.get(0)), bind(operands.get(1)), place);
            }
            case "ABS" -> {
                expect(call, name, 1, 1);
                Expr arg = requireNumber(Coercion.alone(bind(operands.get(0))), place, "ABS");
                return new Expr.Call(Op.ABS, List.of(arg), arg.type(), place);
            }
            case "||", "CONCAT" -> {
                if (name.equals("CONCAT")) {
                    throw SqlQuery.refused(source, call, "function CONCAT (write ||)");
                }
                List<Expr> args = new ArrayList<>();
                operands.forEach(operand -> args.add(requireString(bind(operand), place, "||")));
                return new Expr.Call(Op.CONCAT, args, ColumnType.VARCHAR, place);
            }
            case "UPPER", "LOWER" -> {
                expect(call, name, 1, 1);
                return new Expr.Call(
                        Op.valueOf(name),
                        List.of(requireString(bind(operands.get(0)), place, name)),
                        ColumnType.VARCHAR,
                        place);
            }
            case "CHAR_LENGTH", "CHARACTER_LENGTH" -> {
                expect(call, name, 1, 1);
                return new Expr.Call(
                        Op.CHAR_LENGTH,
                        List.of(requireString(bind(operands.get(0)), place, name)),
                        ColumnType.BIGINT,
                        place);
            }
            case "SUBSTRING" -> {
                return substring(call, place);
            }
            case "YEAR", "MONTH", "DAY", "QUARTER", "HOUR", "MINUTE", "SECOND" ->
                throw SqlQuery.refused(source, call, "function " + name + " (write EXTRACT(" + name + " FROM …))");
            default -> {
                boolean word = Character.isLetter(name.charAt(0));
                throw SqlQuery.refused(source, call, (word ? "function " : "operator ") + name);
            }
        }
    }

    private void expect(SqlCall call, String name, int least, int most) {
        int count = call.operandCount();
        if (count < least || count > most) {
            throw source.error(
                    call,
                    name + " must have " + (least == most ? "" + least : least + " to " + most) + " arguments, got "
                            + count);
        }
    }

    private Expr substring(SqlCall call, Place place) {
        expect(call, "SUBSTRING", 2, 3);
        Expr string = requireString(bind(call.operand(0)), place, "SUBSTRING");
        List<Expr> args = new ArrayList<>(List.of(string));
        for (int i = 1; i < call.operandCount(); i++) {
            Expr arg = Coercion.resolve(bind(call.operand(i)), ColumnType.BIGINT);
            if (!arg.type().isInteger()) {
                throw Coercion.mismatch(place, "start and length of SUBSTRING must be integers", List.of(arg));
            }
            args.add(arg);
        }
        if (args.size() == 2) {
            args.add(new Expr.Constant(ColumnType.BIGINT, (long) Integer.MAX_VALUE, place));
        }
        return new Expr.Call(Op.SUBSTRING, args, ColumnType.VARCHAR, place);
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
