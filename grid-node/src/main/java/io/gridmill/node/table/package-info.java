/**
 * Results published as Ignite SQL tables, for JDBC and thin clients. {@link io.gridmill.node.table.TableSink} is the protocol,
 * {@link io.gridmill.node.table.Tables} the records that decide, {@link io.gridmill.node.table.SqlTables} what Ignite is told. A table is a copy
 * in memory: jobs do not read it, and nothing here knows what a job is beyond its id.
 */
@NullMarked
package io.gridmill.node.table;

import org.jspecify.annotations.NullMarked;
