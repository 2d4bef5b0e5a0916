package io.gridmill.loaders.text;

import org.jspecify.annotations.Nullable;

/** Parses texts of one type to longs, without making objects. */
abstract class FieldParser {
    /** The value of the last text that broke no rule, as Arrow stores it: for floating point its raw bits. */
    long parsed;

    /** Parses a whole text: null, or the rule that it breaks, for example {@code is not an INTEGER}. */
    abstract @Nullable String parse(char[] text, int from, int length);
}
