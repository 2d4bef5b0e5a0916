package io.gridmill.cli.format;

/**
 * What a table should fit.
 *
 * @param columns characters of a line
 * @param rows rows after which a table counts only
 */
public record Screen(int columns, long rows) {
    /** A file or a program, which takes everything. */
    public static final Screen ENDLESS = new Screen(Integer.MAX_VALUE, Long.MAX_VALUE);

    private static final int ROWS_FOR_PEOPLE = 1_000;

    /** A terminal, before which nobody reads more than a thousand rows. */
    public static Screen of(int columns) {
        return new Screen(columns, ROWS_FOR_PEOPLE);
    }
}
