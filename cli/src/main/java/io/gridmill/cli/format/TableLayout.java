package io.gridmill.cli.format;

import java.util.Arrays;

/**
 * How wide each column of a table is. Where a screen is too narrow, headings give way first, down to a few letters, then the widest texts; numbers
 * and dates never do, because a part of one looks like another one. The first column keeps more than others: it mostly names the row, such as a job's
 * id, which people copy. What still does not fit is left out from the right.
 */
record TableLayout(int[] widths, int shown) {
    static final String SEPARATOR = " | ";

    private static final int NARROWEST_HEADING = 7;
    private static final int NARROWEST_TEXT = 8;
    private static final int NARROWEST_NAME = 28;

    /**
     * Fits columns to a screen.
     *
     * @param headings the width of the wider one of name and type
     * @param values the width of the widest value
     * @param texts whether the values may be cut
     */
    static TableLayout fit(int[] headings, int[] values, boolean[] texts, int columns) {
        int[] whole = new int[headings.length];
        int[] wholeValues = new int[headings.length];
        int[] least = new int[headings.length];
        for (int i = 0; i < headings.length; i++) {
            whole[i] = Math.max(headings[i], values[i]);
            wholeValues[i] = Math.min(whole[i], Math.max(values[i], NARROWEST_HEADING));
            least[i] = texts[i] ? Math.min(wholeValues[i], i == 0 ? NARROWEST_NAME : NARROWEST_TEXT) : wholeValues[i];
        }
        int[] widths = narrowed(narrowed(whole, wholeValues, columns), least, columns);
        int shown = widths.length;
        while (shown > 1 && total(widths, shown) + (shown < widths.length ? SEPARATOR.length() + 1 : 0) > columns) {
            shown--;
        }
        return new TableLayout(widths, shown);
    }

    boolean hidesColumns() {
        return shown < widths.length;
    }

    /** The widest ones made narrower, none below its least width, until all fit or no more can be done. */
    private static int[] narrowed(int[] widths, int[] least, int columns) {
        int[] narrower = widths.clone();
        for (int cap = Arrays.stream(widths).max().orElse(0);
                cap >= NARROWEST_HEADING && total(narrower, narrower.length) > columns;
                cap--) {
            for (int i = 0; i < narrower.length; i++) {
                narrower[i] = Math.min(widths[i], Math.max(least[i], cap));
            }
        }
        return narrower;
    }

    private static long total(int[] widths, int shown) {
        return Arrays.stream(widths, 0, shown).asLongStream().sum() + (long) SEPARATOR.length() * (shown - 1);
    }
}
