package io.gridmill.tests.docs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A fenced block of a page, or a comment with commands that are typed before what follows it.
 *
 * @param line where its text begins
 * @param language what follows the fence; empty when nothing does
 * @param notRun why it is not run, or null
 */
record Block(
        int line, String language, String text, @Nullable String notRun) {
    /** The language of a comment with commands. */
    static final String BEFORE = "before";

    private static final Pattern FILE_NAME = Pattern.compile("(?:#|--|//) ([\\w./-]+\\.\\w+)\\n");
    private static final Pattern COMMAND = Pattern.compile("(?m)^(\\$ )?(\\./)?(gridmill|mvnw|java) ");

    /** The file that a block without commands is the text of, named by its first line: {@code # job.yaml}. */
    @Nullable
    String fileName() {
        Matcher name = FILE_NAME.matcher(text);
        return name.lookingAt() ? name.group(1) : null;
    }

    String fileText() {
        return text.substring(text.indexOf('\n') + 1);
    }

    /** Whether it looks as if somebody should type it. */
    boolean hasCommands() {
        return COMMAND.matcher(text).find();
    }
}
