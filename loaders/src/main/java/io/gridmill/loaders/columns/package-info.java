/**
 * Columns of files that hold typed values rather than text (Parquet, Arrow), on their way into batches: {@link
 * io.gridmill.loaders.columns.ColumnMatch} says which column of a file is which of the load, {@link
 * io.gridmill.loaders.columns.Conversion} how its values become those of the load, and {@link io.gridmill.loaders.columns.BatchColumns} gathers
 * them, tells bad ones and fills Arrow vectors. Must know no format.
 */
@NullMarked
package io.gridmill.loaders.columns;

import org.jspecify.annotations.NullMarked;
