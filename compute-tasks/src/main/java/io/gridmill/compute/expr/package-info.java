/**
 * Typed expressions over the columns of one input: what a query is made of once names, types and constants are resolved. The
 * binder of {@code io.gridmill.compute.sql} makes them, {@code io.gridmill.compute.kernel} turns them into Java source. Every node knows
 * its column type and its {@link io.gridmill.compute.expr.Place} in the query's text, so an error at run time can name it. Knows neither Calcite
 * nor chunks.
 */
@NullMarked
package io.gridmill.compute.expr;

import org.jspecify.annotations.NullMarked;
