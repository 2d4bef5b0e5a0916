package io.gridmill.tests.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A {@code console} block: what was typed after {@code $ } and {@code > }, each with what was seen. */
final class Transcript {
    /** A command and the lines that must follow it; {@code …} in a line stands for anything, on a line of its own for any lines. */
    record Exchange(String command, List<String> seen) {}

    private static final String ANYTHING = "…";

    private Transcript() {}

    static List<Exchange> exchanges(String text) {
        List<Exchange> exchanges = new ArrayList<>();
        StringBuilder command = new StringBuilder();
        List<String> seen = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("$ ")) {
                if (!command.isEmpty()) {
                    exchanges.add(new Exchange(command.toString(), List.copyOf(seen)));
                }
                command.setLength(0);
                seen.clear();
                command.append(line, 2, line.length()).append('\n');
            } else if (line.startsWith("> ") && seen.isEmpty() && !command.isEmpty()) {
                command.append(line, 2, line.length()).append('\n');
            } else if (command.isEmpty()) {
                throw new IllegalArgumentException("a console block must begin with '$ ' and a command, got " + line);
            } else {
                seen.add(line);
            }
        }
        exchanges.add(new Exchange(command.toString(), List.copyOf(seen)));
        return exchanges;
    }

    static boolean matches(List<String> wanted, List<String> seen) {
        StringBuilder pattern = new StringBuilder();
        for (String line : wanted) {
            if (line.strip().equals(ANYTHING)) {
                pattern.append("(?:.*\\n)*?");
            } else {
                List<String> parts = new ArrayList<>();
                for (String part : line.stripTrailing().split(ANYTHING, -1)) {
                    parts.add(Pattern.quote(part));
                }
                pattern.append(String.join(".*", parts)).append("\\n");
            }
        }
        StringBuilder text = new StringBuilder();
        seen.forEach(line -> text.append(line.stripTrailing()).append('\n'));
        return Pattern.matches(pattern.toString(), text);
    }
}
