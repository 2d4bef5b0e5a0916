/**
 * How Ignite is set up: discovery, memory regions, loss policy, and the caches of the control plane.
 *
 * <p>Enter at {@link io.gridmill.node.grid.Grid}. Knows nothing of what is kept in the caches.
 */
@NullMarked
package io.gridmill.node.grid;

import org.jspecify.annotations.NullMarked;
