/**
 * Results as Arrow IPC files, straight from the batches' buffers, uncompressed, because compressed ones are not read by everybody. Enter at
 * {@link io.gridmill.sinks.arrow.ArrowSinkFactory}.
 */
@NullMarked
package io.gridmill.sinks.arrow;

import org.jspecify.annotations.NullMarked;
