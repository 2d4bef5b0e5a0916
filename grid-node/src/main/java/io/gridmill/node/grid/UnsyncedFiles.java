package io.gridmill.node.grid;

import io.gridmill.core.error.GridmillException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Ignite 2.17 writes beside its log and does not sync: which class a type's number stands for, one file a class, and how the ledger's caches are
 * configured. After a loss of power such a file may be empty or absent, and Ignite does not start.
 */
final class UnsyncedFiles {
    private static final Logger LOG = LoggerFactory.getLogger(UnsyncedFiles.class);

    private UnsyncedFiles() {}

    /** Syncs all files and folders below one, but for locks: closing a file that is locked would unlock it. */
    static void sync(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(path -> !path.getFileName().toString().endsWith("lock"))
                    .toList()) {
                try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                    channel.force(true);
                } catch (NoSuchFileException e) {
                    LOG.debug("{} has been deleted meanwhile", path);
                }
            }
        } catch (IOException e) {
            throw GridmillException.resource(
                    "the files of the ledger must be readable, and be synced: " + e + " [" + folder + "]");
        }
    }

    /** Deletes class names that say nothing, before Ignite starts: it learns them again, from the class or another node. */
    static void dropEmpty(Path workFolder) {
        Path folder = workFolder.resolve("db").resolve("marshaller");
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            for (Path file : all) {
                if (Files.isRegularFile(file) && Files.size(file) == 0) {
                    LOG.info("{} was not written to its end before a loss of power, it is made anew", file);
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw GridmillException.resource(
                    "the node's folder must be readable and writable: " + e + " [" + folder + "]");
        }
    }
}
