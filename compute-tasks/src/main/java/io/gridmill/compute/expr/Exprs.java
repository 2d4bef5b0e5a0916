package io.gridmill.compute.expr;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Walks over expression trees. */
public final class Exprs {
    private Exprs() {}

    /** Replaces top-down: where {@code change} returns another node, that node stands, unvisited; else its children are visited. */
    public static Expr replace(Expr expr, UnaryOperator<Expr> change) {
        Expr changed = change.apply(expr);
        if (changed != expr) {
            return changed;
        }
        if (expr instanceof Expr.Call call) {
            return new Expr.Call(call.op(), replaceAll(call.args(), change), call.type(), call.place());
        } else if (expr instanceof Expr.Case choice) {
            return new Expr.Case(
                    replaceAll(choice.whens(), change),
                    replaceAll(choice.thens(), change),
                    replace(choice.otherwise(), change),
                    choice.type(),
                    choice.place());
        } else if (expr instanceof Expr.In in) {
            return new Expr.In(replace(in.value(), change), in.set(), in.place());
        } else if (expr instanceof Expr.Like like) {
            return new Expr.Like(replace(like.value(), change), like.pattern(), like.escape(), like.place());
        } else if (expr instanceof Expr.Aggregate aggregate && aggregate.argument() != null) {
            return aggregate.withArgument(replace(aggregate.argument(), change));
        }
        return expr;
    }

    private static List<Expr> replaceAll(List<Expr> exprs, UnaryOperator<Expr> change) {
        return exprs.stream().map(expr -> replace(expr, change)).toList();
    }

    public static void visit(Expr expr, Consumer<Expr> visitor) {
        visitor.accept(expr);
        expr.children().forEach(child -> visit(child, visitor));
    }

    /** How many nodes it has, of which one that stands in several places counts once; or {@code most} and one when there are more places. */
    public static int size(Expr expr, int most) {
        Set<Expr> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Expr> open = new ArrayDeque<>(List.of(expr));
        for (int places = 0; !open.isEmpty(); places++) {
            if (places > most) {
                return most + 1;
            }
            Expr next = open.pop();
            distinct.add(next);
            next.children().forEach(open::push);
        }
        return distinct.size();
    }

    /** The first node, top-down and left to right, that passes. */
    public static @Nullable Expr find(Expr expr, Predicate<Expr> test) {
        if (test.test(expr)) {
            return expr;
        }
        for (Expr child : expr.children()) {
            Expr found = find(child, test);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The parts of a conjunction, left to right; none for null. */
    public static List<Expr> conjuncts(@Nullable Expr filter) {
        List<Expr> parts = new ArrayList<>();
        if (filter instanceof Expr.Call call && call.op() == Op.AND) {
            call.args().forEach(arg -> parts.addAll(conjuncts(arg)));
        } else if (filter != null) {
            parts.add(filter);
        }
        return parts;
    }
}
