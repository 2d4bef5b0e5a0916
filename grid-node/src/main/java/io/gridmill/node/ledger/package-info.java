/**
 * The ledger: job and share records in the grid, and the steps between their states.
 *
 * <p>It is the only place where something is decided. A step is one compare-and-set on one record ({@link
 * io.gridmill.node.ledger.Ledger#step}); everything else (messages, events, sweeps) is a hint that a step may be due. Enter at
 * {@link io.gridmill.node.ledger.Ledger}; {@link io.gridmill.node.ledger.Walk} finds a job's leaf shares by descending from
 * the cut, never by scanning. Knows nothing of chunks, SQL, sinks or threads.
 */
@NullMarked
package io.gridmill.node.ledger;

import org.jspecify.annotations.NullMarked;
