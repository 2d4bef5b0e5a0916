package io.gridmill.loaders.files;

import io.gridmill.core.error.GridmillException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Resolves what a load reads to files. A file is itself; a folder is the regular files directly in it and in its sub-folders that are named {@code
 * key=value}; a glob (as in {@link
 * java.nio.file.FileSystem#getPathMatcher}: {@code *}, {@code **}, {@code ?}, {@code [..]}, {@code {..}}) is the regular files that it
 * matches. Folders and globs leave out hidden names, which start with a dot or an underscore, and are sorted by path.
 */
public final class InputFiles {
    private InputFiles() {}

    /**
     * Resolves absolute paths, in their order, each file once.
     *
     * @throws GridmillException USER when nothing is given, a path is not absolute, or it matches nothing, naming it; EXTERNAL when a folder cannot be read
     */
    public static List<Path> resolve(List<String> from) {
        if (from.isEmpty()) {
            throw GridmillException.user("a load needs at least one path to read from, got none");
        }
        Set<Path> files = new LinkedHashSet<>();
        for (String path : from) {
            List<Path> found = resolve(path);
            if (found.isEmpty()) {
                throw GridmillException.user(
                        "no file matches '" + path + "'" + (hasWildcards(path) ? "" : ": it does not exist here"));
            }
            files.addAll(found);
        }
        return List.copyOf(files);
    }

    private static List<Path> resolve(String text) {
        if (!text.startsWith("/") && !absolute(text)) {
            throw GridmillException.user(
                    "a place to read from must be an absolute path or a file: URI, got '" + text + "'");
        }
        try {
            if (existsAsNamed(text)) {
                Path path = Path.of(text);
                return Files.isDirectory(path) ? folder(path) : List.of(path);
            }
            return hasWildcards(text) ? glob(text) : List.of();
        } catch (IOException | UncheckedIOException e) {
            throw GridmillException.external("cannot look for files at '" + text + "': " + e, e);
        }
    }

    private static boolean absolute(String text) {
        try {
            return Path.of(text).isAbsolute();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** A name with wildcard characters that exists as it stands is that file. */
    private static boolean existsAsNamed(String text) {
        try {
            return Files.exists(Path.of(text));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static List<Path> folder(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        addFiles(folder, files);
        if (files.isEmpty()) {
            throw GridmillException.user("folder '" + folder
                    + "' has no files directly in it that are not hidden; for files in its sub-folders give a glob such as '"
                    + folder + "/**'");
        }
        return files.stream().sorted().toList();
    }

    /** The files directly in a folder and in its sub-folders that are named {@code key=value}. */
    private static void addFiles(Path folder, List<Path> files) throws IOException {
        List<Path> entries;
        try (Stream<Path> listed = Files.list(folder)) {
            entries = listed.filter(entry -> !hidden(entry.getFileName())).toList();
        }
        for (Path entry : entries) {
            if (Files.isRegularFile(entry)) {
                files.add(entry);
            } else if (entry.getFileName().toString().indexOf('=') > 0 && Files.isDirectory(entry)) {
                addFiles(entry, files);
            }
        }
    }

    /** The part of a file's path that the place which named it does not say: of a folder what is below it, of a glob what its wildcards stand for. */
    public static Path below(String place, Path file) {
        Path root = Path.of(
                existsAsNamed(place) ? place : place.substring(0, place.lastIndexOf('/', firstWildcard(place)) + 1));
        return root.equals(file) ? file.getFileName() : root.relativize(file);
    }

    private static List<Path> glob(String text) throws IOException {
        PathMatcher matcher;
        try {
            matcher = FileSystems.getDefault().getPathMatcher("glob:" + text);
        } catch (PatternSyntaxException e) {
            throw GridmillException.user(
                    "'" + text + "' is not a valid glob: " + e.getDescription() + " near index " + e.getIndex());
        }
        Path base = Path.of(text.substring(0, text.lastIndexOf('/', firstWildcard(text)) + 1));
        if (!Files.isDirectory(base)) {
            return List.of();
        }
        int depth = text.contains("**")
                ? Integer.MAX_VALUE
                : (int) text.substring(base.toString().length())
                                .chars()
                                .filter(c -> c == '/')
                                .count()
                        + 1;
        try (Stream<Path> entries = Files.walk(base, depth)) {
            return sortedFiles(entries, entry -> matcher.matches(entry) && !anyHidden(base.relativize(entry)));
        }
    }

    private static List<Path> sortedFiles(Stream<Path> entries, Predicate<Path> wanted) {
        return entries.filter(wanted).filter(Files::isRegularFile).sorted().toList();
    }

    private static boolean anyHidden(Path relative) {
        for (Path name : relative) {
            if (hidden(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hidden(Path name) {
        String text = name.toString();
        return text.startsWith(".") || text.startsWith("_");
    }

    private static boolean hasWildcards(String text) {
        return firstWildcard(text) < text.length();
    }

    private static int firstWildcard(String text) {
        int i = 0;
        while (i < text.length() && "*?[{".indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i;
    }
}
