package io.gridmill.core.source;

/**
 * A row that broke a rule.
 *
 * @param file where it was read
 * @param line line on which the record starts, from 1
 * @param column name of the column (empty when the record as a whole is wrong)
 * @param text the value, or the record, at most 1,000 characters
 * @param rule what it breaks, for example {@code not an INTEGER}
 */
public record RejectedRow(String file, long line, String column, String text, String rule) {
    /** The one form in which errors and reports show it. */
    public String message() {
        return file + ", line " + line + (column.isEmpty() ? "" : ", column " + column) + ": '" + text + "' " + rule;
    }
}
