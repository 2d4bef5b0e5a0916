/**
 * Parquet files: parquet-java reads footers and page headers, and what is in the pages is decoded here in bulk, straight into the
 * columns of a batch; encodings that are rare go through parquet-java's value readers. No record is assembled and no class of Hadoop
 * loaded. Row groups are splits. Enter at {@link io.gridmill.loaders.parquet.ParquetFormat}.
 */
@NullMarked
package io.gridmill.loaders.parquet;

import org.jspecify.annotations.NullMarked;
