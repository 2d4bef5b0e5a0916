/**
 * Results as rows of a relational table: staged with an attempt column in a table aside, published in one transaction that also
 * decides the job row. Everything that a database does in its own way is behind {@link io.gridmill.sinks.jdbc.Dialect}: PostgreSQL takes rows by
 * COPY, SQLite by batches of INSERT. Enter at {@link io.gridmill.sinks.jdbc.JdbcSinkFactory}.
 */
@NullMarked
package io.gridmill.sinks.jdbc;

import org.jspecify.annotations.NullMarked;
