/**
 * Named points at which tests make a node die or stop, and faults of the protocol that tests must notice.
 *
 * <p>Enter at {@link io.gridmill.node.fault.Failpoint}. Without its system properties nothing here does anything.
 */
@NullMarked
package io.gridmill.node.fault;

import org.jspecify.annotations.NullMarked;
