package io.gridmill.tests.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The blocks of a Markdown page, in order. */
record Page(Path file, List<Block> blocks) {
    private static final Pattern NOT_RUN = Pattern.compile("<!-- not run: (.+) -->\\s*");
    private static final String BEFORE = "<!-- before";
    private static final String FENCE = "```";

    static Page read(Path file) throws IOException {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        String notRun = null;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher reason = NOT_RUN.matcher(line);
            if (reason.matches()) {
                notRun = reason.group(1);
            } else if (line.startsWith(FENCE)) {
                int end = end(file, lines, i, FENCE);
                blocks.add(block(lines, i, end, line.substring(FENCE.length()).strip(), notRun));
                notRun = null;
                i = end;
            } else if (line.strip().equals(BEFORE)) {
                int end = end(file, lines, i, "-->");
                blocks.add(block(lines, i, end, Block.BEFORE, null));
                i = end;
            } else if (!line.isBlank() && notRun != null) {
                throw new IllegalArgumentException(
                        "a 'not run' comment must stand right before a block [" + file + ":" + (i + 1) + "]");
            }
        }
        return new Page(file, blocks);
    }

    private static Block block(List<String> lines, int from, int to, String language, @Nullable String notRun) {
        return new Block(from + 2, language, String.join("\n", lines.subList(from + 1, to)) + "\n", notRun);
    }

    private static int end(Path file, List<String> lines, int from, String mark) {
        for (int i = from + 1; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(mark)) {
                return i;
            }
        }
        throw new IllegalArgumentException("a block must end with " + mark + " [" + file + ":" + (from + 1) + "]");
    }

    /** Whether the reader starts nodes himself. */
    boolean startsNodes() {
        return blocks.stream()
                .anyMatch(block -> block.notRun() == null && block.text().matches("(?s).*\\bgridmill node\\b.*"));
    }

    boolean hasSomethingToRun() {
        return blocks.stream()
                .anyMatch(block -> block.notRun() == null
                        && List.of("sh", "console", "sql", Block.BEFORE).contains(block.language()));
    }
}
