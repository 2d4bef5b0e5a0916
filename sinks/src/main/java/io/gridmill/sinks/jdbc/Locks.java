package io.gridmill.sinks.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What keeps transactions apart where a database lets them run side by side. Each lock is held until the transaction ends, and one that
 * cannot be had in time is an EXTERNAL error.
 */
interface Locks {
    /** For a database whose transactions exclude each other anyway. */
    Locks NONE = new Locks() {};

    /** Before Gridmill's own tables are made. */
    default void ownTables(Connection connection) throws SQLException {}

    /** Before a job's row is made, when there may be none yet. */
    default void job(Connection connection, String job) throws SQLException {}

    /** What a SELECT ends with so that the rows that it finds belong to this transaction. */
    default String forUpdate() {
        return "";
    }

    /** Before rows are put into a staging table: many may stage at once, but not while the table is published or dropped. */
    default void staging(Connection connection, String staging) throws SQLException {}

    /** Before an attempt is sealed. */
    default void attempt(Connection connection, String attempt) throws SQLException {}

    /**
     * Before a staging table is published or dropped. Whoever still stages is late, for what wins is sealed; a node that was paused in the
     * middle must not hold up the others, so its transaction is ended.
     */
    default void endOfStaging(Connection connection, String staging) throws SQLException {}

    /** Before a target that exists is changed: its columns stay what they are found to be. */
    default void target(Connection connection, String target) throws SQLException {}
}
