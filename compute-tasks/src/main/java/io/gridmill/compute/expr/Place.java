package io.gridmill.compute.expr;

import java.util.regex.Pattern;

/**
 * Where an expression stands in the query, for messages. All places are equal, so that two spellings of the same expression are
 * one common subexpression and one group key.
 */
public final class Place {
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

    public static final Place NOWHERE = new Place(0, 0, "");

    private static final int LONGEST_TEXT = 80;

    private final int line;
    private final int column;
    private final String text;

    /**
     * @param line from 1
     * @param column from 1, in UTF-16 units
     * @param text the expression as it was typed
     */
    public Place(int line, int column, String text) {
        this.line = line;
        this.column = column;
        String flat = WHITE_SPACE.matcher(text.strip()).replaceAll(" ");
        this.text = flat.length() <= LONGEST_TEXT ? flat : flat.substring(0, LONGEST_TEXT - 1) + "…";
    }

    /** The expression as it was typed, white space collapsed, at most 80 characters. */
    public String text() {
        return text;
    }

    public Place withText(String other) {
        return new Place(line, column, other);
    }

    /** For example {@code [line 1, column 8]}. */
    public String position() {
        return "[line " + line + ", column " + column + "]";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Place;
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return text + " " + position();
    }
}
