/**
 * JMH micro-benchmarks. Each class isolates one part of the way of the data, has a floor beside it ({@code ...Floor}: the least that the
 * machine needs for the same), and checks its answer before JMH times it. Enter at {@link io.gridmill.benchmarks.Main}, which the built jar runs;
 * the command of each benchmark stands in its header. What was measured is kept in {@code benchmarks/results/}.
 *
 * <p>Nothing depends on this package. It calls the parts as a node calls them, through their public classes, and must
 * not reach inside them.
 */
@NullMarked
package io.gridmill.benchmarks;

import org.jspecify.annotations.NullMarked;
