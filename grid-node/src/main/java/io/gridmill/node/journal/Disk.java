package io.gridmill.node.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What the journal asks of the disk beyond Chronicle Queue: how much is free, and that bytes are really there. */
interface Disk {
    /** Bytes that this process may still write to the file system of the folder. */
    long freeBytes(Path folder) throws IOException;

    /** Opens a file or folder of its own, so that an error of writing it back is seen here. */
    Descriptor open(Path path) throws IOException;

    /** An open file. Used and closed by the writer thread alone: an interrupt would close it. */
    interface Descriptor extends Closeable {
        /** Returns when everything written to the file, also through memory maps, is on the disk. */
        void force() throws IOException;
    }

    /** The disk of this machine. */
    final class Local implements Disk {
        @Override
        public long freeBytes(Path folder) throws IOException {
            // Files.getFileStore reads the table of mounts first; but it alone says what is wrong.
            long free = folder.toFile().getUsableSpace();
            return free > 0 ? free : Files.getFileStore(folder).getUsableSpace();
        }

        @Override
        public Descriptor open(Path path) throws IOException {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            return new Descriptor() {
                @Override
                public void force() throws IOException {
                    channel.force(true);
                }

                @Override
                public void close() throws IOException {
                    channel.close();
                }
            };
        }
    }
}
