package io.gridmill.core.chunk;

/**
 * A chunk on its way into the grid.
 *
 * @param header what is known of it without its data
 * @param columns one value a column, in schema order, in the form of {@link ColumnDecoder}; not copied, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // values go into the grid as they are; equality of chunks is never asked
public record EncodedChunk(ChunkHeader header, byte[][] columns) {}
