/**
 * Flushing: committed results are staged in each sink of a job, and once the ledger has named the winners, each sink closes.
 *
 * <p>Enter at {@link io.gridmill.node.flush.Flusher}. Every step is safe to take twice, here and on other nodes. Knows nothing
 * of how results are computed.
 */
@NullMarked
package io.gridmill.node.flush;

import org.jspecify.annotations.NullMarked;
