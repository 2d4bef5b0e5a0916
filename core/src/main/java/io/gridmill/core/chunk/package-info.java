/**
 * The encoded form in which the grid holds columns, and what kernels read.
 *
 * <p>{@link io.gridmill.core.chunk.ChunkEncoder} makes values and a header of an Arrow batch, {@link
 * io.gridmill.core.chunk.ColumnDecoder} makes memory for kernels of a value, {@link io.gridmill.core.chunk.EncodedColumns} makes
 * Arrow vectors of that; {@link io.gridmill.core.chunk.InMemoryChunks} does the whole way without a grid. The format is in
 * {@code ColumnFormat} and {@link io.gridmill.core.chunk.ChunkHeaderCodec}. Knows nothing of Ignite or of SQL.
 */
@NullMarked
package io.gridmill.core.chunk;

import org.jspecify.annotations.NullMarked;
