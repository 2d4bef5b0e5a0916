/** The logic that runs on batches: the SQL compiler, its kernels, built-in tasks. */
@NullMarked
package io.gridmill.compute;

import org.jspecify.annotations.NullMarked;
