package io.gridmill.core.chunk;

/** A pinned chunk: its columns stay in memory until it is closed. Columns that were not asked for must not be read. */
public interface Chunk extends AutoCloseable {
    int partition();

    ChunkHeader header();

    default int rows() {
        return header().rows();
    }

    /** A column by its ordinal in the dataset's schema. */
    EncodedColumn column(int ordinal);

    @Override
    void close();
}
