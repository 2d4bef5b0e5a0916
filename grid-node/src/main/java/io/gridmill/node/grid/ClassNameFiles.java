package io.gridmill.node.grid;

import io.gridmill.core.error.GridmillException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files in which Ignite keeps, one a class, which class a type's number stands for. Ignite 2.17 does not sync them: after a loss of
 * power one may be empty, and Ignite does not start over it. Without the file it learns the name again, from the class or another node.
 */
final class ClassNameFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ClassNameFiles.class);

    private ClassNameFiles() {}

    /** Deletes those that say nothing; before Ignite starts. */
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
