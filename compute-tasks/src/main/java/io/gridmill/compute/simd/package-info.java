/**
 * Loops over whole blocks that vector instructions speed up, each in a scalar and a vector form with the same answers. Only the vector forms
 * know {@code jdk.incubator.vector}, and they are loaded only where that module is.
 */
@NullMarked
package io.gridmill.compute.simd;

import org.jspecify.annotations.NullMarked;
