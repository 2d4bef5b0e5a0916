package io.gridmill.sinks.files;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * File operations that survive a power loss once they return. An exclusive name is made with a hard link; on a file system without
 * hard links (FAT, some network mounts) by a check and an atomic rename, which excludes only those who hold the {@link FolderLock}.
 */
final class Durable {
    /** Makes a hard link, or throws because the file system has none. */
    interface HardLink {
        void make(Path link, Path existing) throws IOException;
    }

    private final HardLink hardLink;

    Durable(HardLink hardLink) {
        this.hardLink = hardLink;
    }

    /** Writes a new file and syncs it; its name is durable after {@link #syncFolder}. */
    static void write(Path file, String text) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.getFD().sync();
        }
    }

    static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Makes a folder and all above it that are missing, each synced into its parent. */
    static void makeFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            makeFolders(parent);
        }
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
        if (parent != null) {
            syncFolder(parent);
        }
    }

    /**
     * Gives a file a second name, or its only one when there are no hard links.
     *
     * @throws FileAlreadyExistsException when the name is taken
     */
    void link(Path name, Path existing) throws IOException {
        try {
            hardLink.make(name, existing);
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            if (Files.exists(name)) {
                throw new FileAlreadyExistsException(name.toString());
            }
            Files.move(existing, name, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    static List<String> names(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                names.add(entry.getFileName().toString());
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        names.sort(null);
        return names;
    }

    /** Removes a flat folder with its files; one that is gone, or filled again meanwhile, is left as it is. */
    static void dropFolder(Path folder) throws IOException {
        for (String name : names(folder)) {
            Files.deleteIfExists(folder.resolve(name));
        }
        dropIfEmpty(folder);
    }

    static void dropIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            return; // somebody else's files, or a writer who is about to learn that the job is over
        }
    }
}
