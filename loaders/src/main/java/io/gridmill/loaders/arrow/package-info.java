/**
 * Arrow IPC files and streams, read without Arrow's own readers: these trust what a message says of itself, so that a damaged file makes them
 * allocate without bound, leak, or read beyond their memory. Here {@code Message} checks metadata, {@code BufferReader} takes buffers as heap arrays,
 * and {@code ArrowColumn} reads values from those. Record batches are splits. Enter at {@link io.gridmill.loaders.arrow.ArrowFormat}.
 */
@NullMarked
package io.gridmill.loaders.arrow;

import org.jspecify.annotations.NullMarked;
