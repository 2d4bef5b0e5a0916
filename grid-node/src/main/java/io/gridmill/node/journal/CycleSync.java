package io.gridmill.node.journal;

import java.io.IOException;
import java.nio.file.Path;
import net.openhft.chronicle.queue.ExcerptAppender;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the present cycle file durable. Chronicle swallows errors of its own sync, so the file is forced through a descriptor of ours,
 * which reports them. On Linux that writes back what memory maps have changed, too, and Chronicle's sync would only take its time
 * before. Belongs to the writer thread.
 */
final class CycleSync implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CycleSync.class);

    private static final boolean FORCE_COVERS_MAPS =
            System.getProperty("os.name").equals("Linux");

    private final QueueFolder folder;
    private final Disk disk;
    private Disk.@Nullable Descriptor cycleFile;

    CycleSync(QueueFolder folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
    }

    /** Returns when everything that was appended to the present file is on the disk. */
    void sync(ExcerptAppender appender) throws IOException {
        if (!FORCE_COVERS_MAPS) {
            appender.sync();
        }
        Disk.Descriptor descriptor = cycleFile;
        if (descriptor == null) {
            descriptor = disk.open(folder.file(folder.cycle()));
            cycleFile = descriptor;
            // A new file is only there after a loss of power when its folder is, and the queue's table of contents.
            force(folder.metadata());
            force(folder.path());
        }
        descriptor.force();
    }

    /** The next {@link #sync} is of another file. */
    @Override
    public void close() {
        Disk.Descriptor descriptor = cycleFile;
        cycleFile = null;
        if (descriptor != null) {
            try {
                descriptor.close();
            } catch (IOException e) {
                // All that was promised was forced before.
                LOG.warn("closing a journal file failed", e);
            }
        }
    }

    private void force(Path path) throws IOException {
        try (Disk.Descriptor descriptor = disk.open(path)) {
            descriptor.force();
        }
    }
}
