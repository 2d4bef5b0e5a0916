/** Gridmill beside its peers: the same rows, the same queries, equal answers, times taken in turn in one run. */
@NullMarked
package io.gridmill.benchmarks.sidebyside;

import org.jspecify.annotations.NullMarked;
