package io.gridmill.tests.cluster;

import io.gridmill.cli.Main;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An archive of a node's classes (JEP 350): nodes start in half the time with it. It is made once in a test run, by a node that starts and stops. */
final class NodeArchive {
    private static @Nullable List<String> flags;

    private NodeArchive() {}

    /** The class path of nodes, and what has Java use the archive. */
    static synchronized List<String> flags() {
        if (flags == null) {
            String jars = classPath(entry -> entry.endsWith(".jar"));
            String folders = classPath(entry -> !entry.endsWith(".jar"));
            List<String> classPath = List.of("-cp", jars + File.pathSeparator + folders);
            String main = Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .getPath();
            if (main.endsWith(".jar")) {
                Path archive = Path.of("target", "nodes.jsa").toAbsolutePath();
                // An archive serves class paths that begin with the one that it was made with, which must not have
                // folders.
                flags = List.of("-cp", jars, "-XX:ArchiveClassesAtExit=" + archive);
                make(archive);
                flags = List.of(classPath.get(0), classPath.get(1), "-XX:SharedArchiveFile=" + archive);
            } else {
                flags = classPath; // Before Maven's phase package.
            }
        }
        return flags;
    }

    private static String classPath(Predicate<String> chosen) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(chosen)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Starts a node, with the flags as they are, and has it end well. */
    private static void make(Path archive) {
        try {
            Files.deleteIfExists(archive);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ProcessCluster cluster = ProcessCluster.of("archive", 1);
        try {
            cluster.start();
            cluster.node("a").terminate();
            cluster.awaitEnd(cluster.node("a"), Duration.ofMinutes(2));
        } finally {
            cluster.close();
        }
        if (!Files.exists(archive)) {
            throw new IllegalStateException("the node that ended has left no archive of its classes at " + archive);
        }
    }
}
