/**
 * Runs compiled queries: lanes read chunks block by block through {@link io.gridmill.compute.kernel.Kernel}s, shares write rows or partials as
 * batches, the final step merges them. A query is a tree of steps, {@link io.gridmill.compute.run.QueryPlan}: lanes run its leaves, the final
 * step, {@link io.gridmill.compute.run.QueryLogic} in front of it, all that stands above them. Knows nothing of SQL text.
 */
@NullMarked
package io.gridmill.compute.run;

import org.jspecify.annotations.NullMarked;
