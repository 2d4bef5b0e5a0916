/**
 * Kernels: expressions as Java source, compiled once per shape, which run over blocks of rows in small arrays. {@link
 * io.gridmill.compute.kernel.KernelFactory} is where to enter; {@link io.gridmill.compute.kernel.Kernel} is what generated classes
 * implement, {@link io.gridmill.compute.kernel.Slot} what they read and write, {@link io.gridmill.compute.kernel.Ops} what they call. Knows
 * neither Calcite nor Arrow nor chunks.
 */
@NullMarked
package io.gridmill.compute.kernel;

import org.jspecify.annotations.NullMarked;
