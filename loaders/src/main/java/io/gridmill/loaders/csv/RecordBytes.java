package io.gridmill.loaders.csv;

import io.gridmill.loaders.files.FileBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Bytes that hold whole records, and can be opened again when an error needs its place. */
sealed interface RecordBytes {
    /** The file, as messages name it. */
    String name();

    boolean isCompressed();

    FileBytes.Opened open() throws IOException;

    /** The line, from 1, on which the first record starts. May have to read what stands before. */
    long firstLine() throws IOException;

    /**
     * A range of a file, which ends at a record's end.
     *
     * @param start where the range starts
     * @param from where its first record starts: behind the header, if the range has one
     */
    record OfFile(FileBytes bytes, long start, long from, long to) implements RecordBytes {
        @Override
        public String name() {
            return bytes.file().path().toString();
        }

        @Override
        public boolean isCompressed() {
            return bytes.isCompressed();
        }

        @Override
        public FileBytes.Opened open() throws IOException {
            FileBytes.Opened opened = bytes.open(from, to);
            long before = bytes.isCompressed() ? 0 : from - start;
            return new FileBytes.Opened(
                    opened.stream(), () -> before + opened.storedBytesRead().getAsLong());
        }

        @Override
        public long firstLine() throws IOException {
            try (FileBytes.Opened before = bytes.open(0, from)) {
                return 1 + LineBreaks.count(before.stream(), from);
            }
        }
    }

    /** A part of a block that a client cut. */
    @SuppressWarnings("ArrayRecordComponent")
    record OfBlock(String name, byte[] block, int from, long firstLine) implements RecordBytes {
        @Override
        public boolean isCompressed() {
            return false;
        }

        @Override
        public FileBytes.Opened open() {
            ByteArrayInputStream stream = new ByteArrayInputStream(block, from, block.length - from);
            return new FileBytes.Opened(stream, () -> block.length - stream.available());
        }
    }
}
