package io.gridmill.tests.battery;

/**
 * Something that must not be.
 *
 * @param kind what it counts as
 * @param text where, and how it shows
 */
record Verdict(Kind kind, String text) {
    /** What can go wrong in a round. */
    enum Kind {
        /** A row is missing. */
        LOST,
        /** A row is there too often. */
        DOUBLED,
        /** A row is there that should not be, or a job ended otherwise than it had to. */
        WRONG,
        /** A job or a node did not come to its end in time. */
        STUCK,
        /** Something is left over that nobody needs. */
        LEAKED,
        /** The round could not be played to its end, for a reason that says nothing about the rows. */
        BROKEN
    }

    @Override
    public String toString() {
        return kind + ": " + text;
    }
}
