package io.gridmill.loaders.text;

import org.jspecify.annotations.Nullable;

/** {@code true} and {@code false}, in any case. */
final class BooleanParser extends FieldParser {
    @Override
    @Nullable
    String parse(char[] text, int from, int length) {
        parsed = is("true", text, from, length) ? 1 : 0;
        return parsed == 1 || is("false", text, from, length) ? null : "is not a BOOLEAN (true or false)";
    }

    private static boolean is(String word, char[] text, int from, int length) {
        if (length != word.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if ((text[from + i] | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
