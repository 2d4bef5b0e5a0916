package io.gridmill.core.source;

import io.gridmill.core.schema.TableSchema;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** A resource that a load reads. Thread-safe. */
public interface Source {
    /** As given, or inferred from the first sample. */
    TableSchema schema();

    /**
     * What this source was opened with, with all written out that was found in its files: a source that is opened with it, on any node, takes the
     * same decisions without looking again.
     */
    SourceSpec spec();

    /**
     * Cuts the source, deterministic for unchanged files.
     *
     * @param targetBytes about how many bytes a split should have; a split is never smaller than one record
     */
    List<Split> splits(long targetBytes);

    /**
     * Opens a split, on any node.
     *
     * @throws io.gridmill.core.error.GridmillException EXTERNAL when the file is not there, or has changed since it was split (size or time), naming both
     */
    SplitReader open(Split split, BufferAllocator allocator, RejectHandler rejects);
}
