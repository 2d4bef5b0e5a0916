/**
 * CSV as a source: {@link io.gridmill.loaders.csv.CsvFormat} for files that nodes see, {@link io.gridmill.loaders.csv.LocalBlocks} for
 * files that only a client sees. FastCSV splits records into fields; {@code CsvDecoder} before it decodes UTF-8 and marks what no
 * valid file has, {@code RowHandler} behind it parses each field straight from its characters into a {@code ColumnFiller}, which
 * fills an Arrow vector once a batch. {@code RecordBoundaries} says where records end without parsing them: for splits, blocks, and
 * {@code RecordLocator}, which finds line and text of a bad record by reading again. Must know nothing of the grid.
 */
@NullMarked
package io.gridmill.loaders.csv;

import org.jspecify.annotations.NullMarked;
