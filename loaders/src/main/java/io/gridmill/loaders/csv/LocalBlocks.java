package io.gridmill.loaders.csv;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.core.source.SplitReader;
import io.gridmill.loaders.files.FileBytes;
import io.gridmill.loaders.files.InputFiles;
import io.gridmill.loaders.files.StoredFile;
import io.gridmill.loaders.keyed.KeyFolders;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * CSV files that only a client sees ({@code --local}): the client cuts them into blocks, a node reads each block alone. Blocks hold
 * whole records, decompressed, and name their file, line and header, so that errors have true places. Thread-safe.
 */
public final class LocalBlocks {
    private final CsvOptions options;
    private final Layout layout;

    private LocalBlocks(CsvOptions options, Layout layout) {
        this.options = options;
        this.layout = layout;
    }

    /**
     * What a client has cut.
     *
     * @param blocks at least 1
     * @param source the load's, with all that was found in the files
     */
    public record Sent(int blocks, SourceSpec source) {}

    /** Takes blocks in order; what it throws ends the cutting. */
    @FunctionalInterface
    public interface BlockConsumer {
        /** @param index from 0, without gaps over all files */
        void accept(int index, byte[] block);
    }

    /**
     * Client side: cuts the files of {@code spec.from()}, as this process sees them.
     *
     * @param targetBytes about how many bytes of records a block has; more where a record is longer
     * @return how many blocks there were, and how a node is to read them
     * @throws GridmillException USER for wrong options, paths or headers, DATA for files that cannot be cut, EXTERNAL for files that cannot be read
     */
    public static Sent cut(SourceSpec spec, int targetBytes, BlockConsumer consumer) {
        if (targetBytes < 1) {
            throw GridmillException.user("targetBytes of a block must be > 0, got " + targetBytes);
        }
        List<StoredFile> files =
                InputFiles.resolve(spec.from()).stream().map(StoredFile::of).toList();
        KeyFolders.requireNone(spec.from());
        Reading reading = Reading.of(spec, files);
        int blocks = 0;
        byte @Nullable [] empty = null;
        for (StoredFile file : files) {
            if (file.size() == 0) {
                continue;
            }
            try {
                BlockCutter cutter = new BlockCutter(
                        FileBytes.of(file, reading.options().compression()), reading, targetBytes, blocks, consumer);
                blocks = cutter.nextIndex();
                empty = cutter.emptyBlock();
            } catch (IOException e) {
                throw FileBytes.unreadable(file.path().toString(), true, e);
            }
        }
        if (blocks == 0) {
            consumer.accept(
                    blocks++,
                    empty != null
                            ? empty
                            : BlockFrame.encode(1, files.get(0).path().toString(), false, new byte[0], new byte[0], 0));
        }
        return new Sent(blocks, reading.spec());
    }

    /**
     * Node side: what the blocks of a load look like.
     *
     * @param spec as {@link #cut} gave it
     */
    public static LocalBlocks of(SourceSpec spec) {
        if (spec.columns() == null) {
            throw GridmillException.user("a load of blocks must name its columns, as its client has found them");
        }
        CsvOptions options = CsvOptions.parse(spec.options(), true).decided();
        return new LocalBlocks(options, Layout.of(options, spec, List.of(), "the client's files"));
    }

    public TableSchema schema() {
        return layout.schema();
    }

    /** Opens any block of the load. The block must not change until the reader is closed, as by the caller. */
    public SplitReader open(byte[] block, BufferAllocator allocator, RejectHandler rejects) {
        BlockFrame frame = BlockFrame.decode(block);
        int columns = layout.schema().size();
        List<String> names = frame.hasHeader()
                ? Head.names(block, frame.headerFrom(), frame.recordsFrom(), columns, options, frame.file())
                : List.of();
        boolean endsWithDelimiter =
                Head.linesEndWithDelimiter(block, frame.recordsFrom(), true, columns, options, frame.file());
        Head head = new Head(frame.recordsFrom(), names, endsWithDelimiter);
        RecordBytes bytes = new RecordBytes.OfBlock(frame.file(), block, frame.recordsFrom(), frame.firstLine());
        return new CsvSplitReader(layout, options, bytes, head, allocator, rejects);
    }
}
