/**
 * A Gridmill node: {@link io.gridmill.node.GridmillNode} wires its parts together, by hand and in one place.
 *
 * <p>The packages below are features: {@code ledger} decides, {@code drive} takes due steps, {@code run} executes shares, {@code flush}
 * brings results into sinks, {@code journal} and {@code result} keep them, {@code dataset} and {@code chunk} hold data, {@code service} answers clients,
 * {@code grid} sets Ignite up, {@code config} and {@code http} are what their names say. Only this package knows them all.
 */
@NullMarked
package io.gridmill.node;

import org.jspecify.annotations.NullMarked;
