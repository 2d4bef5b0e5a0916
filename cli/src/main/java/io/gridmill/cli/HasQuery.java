package io.gridmill.cli;

/** A command with a query, to show where in it an error is. */
interface HasQuery {
    /** The query as the grid got it; empty when there is none. */
    String query();
}
