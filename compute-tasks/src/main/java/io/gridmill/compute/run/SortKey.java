package io.gridmill.compute.run;

/**
 * One item of ORDER BY.
 *
 * @param column position among the columns that are kept, those that are not selected included
 */
public record SortKey(int column, boolean descending, boolean nullsFirst) {}
