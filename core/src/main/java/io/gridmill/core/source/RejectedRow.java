package io.gridmill.core.source;

/**
 * A row that broke a rule.
 *
 * @param file where it was read
 * @param unit what {@code line} counts: {@code line}, or {@code row} in a file that has no lines
 * @param line line on which the record starts, or number of the row in its file, from 1
 * @param column name of the column (empty when the record as a whole is wrong)
 * @param text the value, or the record, at most 1,000 characters
 * @param rule what it breaks, for example {@code not an INTEGER}
 */
public record RejectedRow(String file, String unit, long line, String column, String text, String rule) {
    private static final String LINE = "line";
    private static final String ROW = "row";

    /** A row of a file that has lines. */
    public RejectedRow(String file, long line, String column, String text, String rule) {
        this(file, LINE, line, column, text, rule);
    }

    /** A row of a file that has none. */
    public static RejectedRow ofRow(String file, long row, String column, String text, String rule) {
        return new RejectedRow(file, ROW, row, column, text, rule);
    }

    /** The one form in which errors and reports show it. */
    public String message() {
        return file + ", " + unit + " " + line + (column.isEmpty() ? "" : ", column " + column) + ": '" + text + "' "
                + rule;
    }
}
