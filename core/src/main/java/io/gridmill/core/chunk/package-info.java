/** The encoded form in which the grid holds columns, and what kernels read. Knows nothing of Ignite or of SQL. */
@NullMarked
package io.gridmill.core.chunk;

import org.jspecify.annotations.NullMarked;
