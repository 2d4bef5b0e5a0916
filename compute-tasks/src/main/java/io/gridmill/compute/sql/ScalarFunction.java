package io.gridmill.compute.sql;

import io.gridmill.compute.expr.Expr;
import java.util.function.Function;

/**
 * A function as SQL names it.
 *
 * @param least arguments
 * @param most arguments, or {@link #ANY}
 * @param meaning what a call becomes; it checks the types
 */
record ScalarFunction(String name, int least, int most, Function<FunctionCall, Expr> meaning) {
    static final int ANY = Integer.MAX_VALUE;

    /** For messages: {@code "1"}, {@code "1 to 2"}, {@code "1 or more"}. */
    String arity() {
        return least == most ? "" + least : most == ANY ? least + " or more" : least + " to " + most;
    }
}
