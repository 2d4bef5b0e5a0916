/**
 * The demo's rows, made apart from the grid: orders and order lines in the shape of TPC-H from a seed ({@link io.gridmill.cli.demo.rows.Orders}), as
 * CSV files, and as the answers that plain loops find ({@link io.gridmill.cli.demo.rows.Expected}). Readers bring results from Parquet files, a
 * SQLite table and the client into one text form, in which {@link io.gridmill.cli.demo.rows.RowCheck} compares row by row. Nothing here
 * may use Gridmill's own engine, sinks or readers: who checks must not be who is checked.
 */
@NullMarked
package io.gridmill.cli.demo.rows;

import org.jspecify.annotations.NullMarked;
