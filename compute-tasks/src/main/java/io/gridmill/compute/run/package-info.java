/**
 * Runs compiled queries: lanes read chunks block by block through {@link io.gridmill.compute.kernel.Kernel}s, shares write rows or partials as
 * batches, the final step merges them. {@link io.gridmill.compute.run.RowLogic} and {@link io.gridmill.compute.run.AggregateLogic} are the two
 * forms a query can take. Knows nothing of SQL text.
 */
@NullMarked
package io.gridmill.compute.run;

import org.jspecify.annotations.NullMarked;
