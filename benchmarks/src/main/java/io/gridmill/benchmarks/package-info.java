/** JMH micro-benchmarks, and the side-by-side runs against peers. */
@NullMarked
package io.gridmill.benchmarks;

import org.jspecify.annotations.NullMarked;
