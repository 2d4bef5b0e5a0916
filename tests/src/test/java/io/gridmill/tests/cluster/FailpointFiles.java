package io.gridmill.tests.cluster;

import io.gridmill.node.fault.Failpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The files by which {@link Failpoint}s are armed. */
final class FailpointFiles {
    private FailpointFiles() {}

    static void arm(Path folder, Failpoint point, String action) {
        try {
            Files.createDirectories(folder);
            Path fresh = Files.writeString(folder.resolve(point.fileName() + ".new"), action);
            Files.move(fresh, folder.resolve(point.fileName()), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether somebody has taken what was armed. */
    static boolean met(Path folder, Failpoint point) {
        return !Files.exists(folder.resolve(point.fileName()));
    }

    /** How many threads are held at a point. */
    static long held(Path folder, Failpoint point) {
        return heldFiles(folder, point).size();
    }

    /** Lets those go on that are held at a point. */
    static void release(Path folder, Failpoint point) {
        try {
            for (Path held : heldFiles(folder, point)) {
                Files.deleteIfExists(held);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> heldFiles(Path folder, Failpoint point) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(point.fileName() + ".held."))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void disarm(Path folder) {
        try {
            for (Failpoint point : Failpoint.values()) {
                Files.deleteIfExists(folder.resolve(point.fileName()));
                release(folder, point);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
