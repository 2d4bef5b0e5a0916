package io.gridmill.node.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds a folder for one owner on this machine until closed or until the process ends, however it ends.
 *
 * <p>POSIX drops all of a process's locks on a file as soon as the process closes any descriptor of it, so a folder that is held in this
 * JVM is remembered here and its lock file is never opened a second time. Not reliable on network file systems.
 */
public final class FolderLock implements AutoCloseable {
    private static final Set<Path> HELD_HERE = new HashSet<>();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes the folder, which exists, or returns null when somebody else holds it.
     *
     * @throws IOException when the lock file cannot be made
     */
    public static @Nullable FolderLock tryTake(Path folder) throws IOException {
        Path real = folder.toRealPath();
        synchronized (HELD_HERE) {
            if (HELD_HERE.contains(real)) {
                return null;
            }
            Path file = real.resolve("lock");
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock == null) {
                    channel.close();
                    return null;
                }
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            HELD_HERE.add(real);
            return new FolderLock(real, channel);
        }
    }

    @Override
    public void close() {
        synchronized (HELD_HERE) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot release the lock of " + folder, e);
            } finally {
                HELD_HERE.remove(folder);
            }
        }
    }
}
