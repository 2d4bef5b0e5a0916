package io.gridmill.cli.demo;

import io.gridmill.cli.session.WrongCall;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The folder in which the demo and its nodes keep every file. Deleted at the end, unless it shall be kept. */
final class DemoFolder implements AutoCloseable {
    private final Path path;
    private final boolean made;
    private final boolean keep;

    private DemoFolder(Path path, boolean made, boolean keep) {
        this.path = path;
        this.made = made;
        this.keep = keep;
    }

    /** @throws WrongCall when the given folder holds something: the demo deletes its folder, so it must be its own */
    static DemoFolder open(@Nullable Path given, boolean keep) throws IOException {
        if (given == null) {
            return new DemoFolder(Files.createTempDirectory("gridmill-demo-").toRealPath(), true, keep);
        }
        boolean there = Files.exists(given);
        if (there && !isEmptyFolder(given)) {
            throw new WrongCall("--folder must be an empty folder or none yet, got " + given);
        }
        return new DemoFolder(Files.createDirectories(given).toRealPath(), !there, keep);
    }

    private static boolean isEmptyFolder(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (DirectoryStream<Path> content = Files.newDirectoryStream(path)) {
            return !content.iterator().hasNext();
        }
    }

    Path path() {
        return path;
    }

    boolean kept() {
        return keep;
    }

    /**
     * A folder in it, made when it is not there.
     *
     * @throws IOException also when the demo's folder is deleted already, which another thread may do
     */
    Path folder(String name) throws IOException {
        if (!Files.isDirectory(path)) {
            throw new NoSuchFileException(path.toString());
        }
        return Files.createDirectories(path.resolve(name));
    }

    /** Deletes it; twice does no harm. A folder that was there before stays, empty. */
    @Override
    public void close() throws IOException {
        if (keep || !Files.exists(path)) {
            return;
        }
        List<IOException> failures = new ArrayList<>();
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                return delete(file);
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException error) {
                return gone(error);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException error) {
                return folder.equals(path) && !made ? FileVisitResult.CONTINUE : delete(folder);
            }

            private FileVisitResult delete(Path file) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    return gone(e);
                }
                return FileVisitResult.CONTINUE;
            }

            private FileVisitResult gone(IOException error) {
                if (!(error instanceof NoSuchFileException)) {
                    failures.add(error);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }
}
