/**
 * Named points at which tests make a node die or stop.
 *
 * <p>Enter at {@link io.gridmill.node.fault.Failpoint}. Without its system property nothing here does anything.
 */
@NullMarked
package io.gridmill.node.fault;

import org.jspecify.annotations.NullMarked;
