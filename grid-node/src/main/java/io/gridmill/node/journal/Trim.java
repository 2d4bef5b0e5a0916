package io.gridmill.node.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Deletes files in which nothing is needed, and the folders of old incarnations that are left without. On the reader thread. */
final class Trim {
    private final Set<Path> needed = new HashSet<>();
    private final int writing;

    /** @param current the folder that is being written; files before its present cycle are complete */
    Trim(QueueFolder current, Contents contents) {
        // The cycle first: everything in files before it is published by now, so what is needed in them is known.
        this.writing = current.cycle();
        for (Held held : contents.needed()) {
            needed.add(held.folder().file(held.cycle()));
        }
    }

    /** Deletes what can be deleted of old folders, and closes and removes those that are empty then. */
    void old(List<QueueFolder> folders) throws IOException {
        for (QueueFolder folder : List.copyOf(folders)) {
            boolean empty = true;
            for (int cycle : folder.cycles()) {
                empty &= deleteUnlessNeeded(folder.file(cycle));
            }
            if (empty) {
                folder.close();
                folders.remove(folder);
                delete(folder.path());
            }
        }
    }

    /** Returns whether the present file holds nothing that is needed, so that beginning another would free it. */
    boolean current(QueueFolder folder) throws IOException {
        boolean presentUnneeded = false;
        for (int cycle : folder.cycles()) {
            if (cycle < writing) {
                deleteUnlessNeeded(folder.file(cycle));
            } else {
                presentUnneeded = !needed.contains(folder.file(cycle));
            }
        }
        return presentUnneeded;
    }

    private boolean deleteUnlessNeeded(Path file) throws IOException {
        return !needed.contains(file) && Files.deleteIfExists(file);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
