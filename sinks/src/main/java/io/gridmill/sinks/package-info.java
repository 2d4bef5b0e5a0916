/** Sinks: where results go. */
@NullMarked
package io.gridmill.sinks;

import org.jspecify.annotations.NullMarked;
