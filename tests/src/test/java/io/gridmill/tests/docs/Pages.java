package io.gridmill.tests.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The pages of the project: those at its root, in {@code docs} and in {@code examples}. */
final class Pages {
    private static final int DEPTH_OF_EXAMPLES = 2;

    private Pages() {}

    static List<Path> of(Path root) throws IOException {
        List<Path> pages = new ArrayList<>(in(root, 1));
        pages.addAll(in(root.resolve("docs"), 1));
        pages.addAll(in(root.resolve("examples"), DEPTH_OF_EXAMPLES));
        return pages;
    }

    private static List<Path> in(Path folder, int depth) throws IOException {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }
}
