package io.gridmill.compute.expr;

import io.gridmill.core.schema.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A typed expression. Immutable; equal when it computes the same, wherever it stands in the query. */
public sealed interface Expr {
    ColumnType type();

    Place place();

    List<Expr> children();

    /** How its value stands in a kernel. */
    default Repr repr() {
        return Repr.of(type());
    }

    /** An input column by position; its name is for people. */
    record Input(int ordinal, String name, ColumnType type, Place place) implements Expr {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Input input && ordinal == input.ordinal && type.equals(input.type);
        }

        @Override
        public int hashCode() {
            return ordinal;
        }

        @Override
        public List<Expr> children() {
            return List.of();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * A constant, which is a kernel argument.
     *
     * @param value null for NULL; else Boolean, Long (integers, DATE, TIMESTAMP), BigInteger (unscaled DECIMAL), Double (REAL, DOUBLE) or
     *     String
     */
    record Constant(ColumnType type, @Nullable Object value, Place place) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of();
        }

        @Override
        public String toString() {
            return Constants.toSql(this);
        }
    }

    /** An operator or function. */
    record Call(Op op, List<Expr> args, ColumnType type, Place place) implements Expr {
        public Call {
            args = List.copyOf(args);
        }

        @Override
        public List<Expr> children() {
            return args;
        }

        /** Decimal arithmetic computes in a long, checked at 18 digits, whatever precision SQL gives to its type. */
        @Override
        public Repr repr() {
            return switch (op) {
                case ADD, SUBTRACT, MULTIPLY, NEGATE, MOD, ABS, FLOOR, CEIL, ROUND, TRUNCATE ->
                    type.kind() == ColumnType.Kind.DECIMAL ? Repr.LONG : Repr.of(type);
                case GREATEST, LEAST ->
                    type.kind() == ColumnType.Kind.DECIMAL && args.stream().noneMatch(Case::isWide)
                            ? Repr.LONG
                            : Repr.of(type);
                default -> Repr.of(type);
            };
        }

        @Override
        public String toString() {
            if (args.size() == 2 && !Character.isLetter(op.sql().charAt(0)) || op == Op.AND || op == Op.OR) {
                return args.stream().map(Expr::toString).collect(Collectors.joining(" " + op.sql() + " ", "(", ")"));
            } else if (op == Op.CAST) {
                return "CAST(" + args.get(0) + " AS " + type + ")";
            } else if (op == Op.IS_NULL || op == Op.IS_TRUE || op == Op.IS_FALSE) {
                return "(" + args.get(0) + " " + op.sql() + ")";
            }
            return op.sql() + args.stream().map(Expr::toString).collect(Collectors.joining(", ", "(", ")"));
        }
    }

    /** The first {@code then} whose {@code when} is true, else {@code otherwise}; all of one type and representation. */
    record Case(List<Expr> whens, List<Expr> thens, Expr otherwise, ColumnType type, Place place) implements Expr {
        public Case {
            whens = List.copyOf(whens);
            thens = List.copyOf(thens);
        }

        @Override
        public List<Expr> children() {
            List<Expr> all = new ArrayList<>(whens);
            all.addAll(thens);
            all.add(otherwise);
            return all;
        }

        /** What it can be: each {@code then}, and {@code otherwise}. */
        public List<Expr> branches() {
            List<Expr> all = new ArrayList<>(thens);
            all.add(otherwise);
            return all;
        }

        /** Of a DECIMAL a long, when all branches are: they may be sums that are checked at 18 digits. */
        @Override
        public Repr repr() {
            boolean wide = Repr.of(type) == Repr.WIDE
                    && (isWide(otherwise) || thens.stream().anyMatch(Case::isWide));
            return wide || type.kind() != ColumnType.Kind.DECIMAL ? Repr.of(type) : Repr.LONG;
        }

        private static boolean isWide(Expr branch) {
            return branch.repr() == Repr.WIDE && !(branch instanceof Constant constant && constant.value() == null);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("CASE");
            for (int i = 0; i < whens.size(); i++) {
                text.append(" WHEN ").append(whens.get(i)).append(" THEN ").append(thens.get(i));
            }
            return text.append(" ELSE ").append(otherwise).append(" END").toString();
        }
    }

    /** Membership in a set of constants of the value's type and scale. */
    record In(Expr value, ConstantSet set, Place place) implements Expr {
        @Override
        public ColumnType type() {
            return ColumnType.BOOLEAN;
        }

        @Override
        public List<Expr> children() {
            return List.of(value);
        }

        @Override
        public String toString() {
            return "(" + value + " IN " + set + ")";
        }
    }

    /** LIKE with a constant pattern. */
    record Like(Expr value, String pattern, @Nullable String escape, Place place) implements Expr {
        @Override
        public ColumnType type() {
            return ColumnType.BOOLEAN;
        }

        @Override
        public List<Expr> children() {
            return List.of(value);
        }

        @Override
        public String toString() {
            return "(" + value + " LIKE '" + pattern + "'" + (escape == null ? "" : " ESCAPE '" + escape + "'") + ")";
        }
    }

    /** An aggregate, which stands only in what the binder makes; planning replaces it by an {@link Input} of the final step. */
    record Aggregate(
            AggregateFunction function, @Nullable Expr argument, boolean distinct, ColumnType type, Place place)
            implements Expr {
        public Aggregate withArgument(@Nullable Expr other) {
            return new Aggregate(function, other, distinct, type, place);
        }

        @Override
        public List<Expr> children() {
            return argument == null ? List.of() : List.of(argument);
        }

        @Override
        public String toString() {
            return function + "(" + (distinct ? "DISTINCT " : "") + (argument == null ? "*" : argument) + ")";
        }
    }

    /** NULL, or the text of a parameter, whose type its surroundings give; stands only while binding. */
    record Untyped(@Nullable String text, Place place) implements Expr {
        @Override
        public ColumnType type() {
            throw new IllegalStateException("the type of " + place + " is not known yet");
        }

        @Override
        public List<Expr> children() {
            return List.of();
        }
    }
}
