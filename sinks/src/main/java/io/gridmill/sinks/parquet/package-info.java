/**
 * Results as Parquet files: parquet-java's column writers and file writer, driven row by row from Arrow vectors, with no record in
 * between and no class of Hadoop loaded (codecs are called directly, see {@code Compression}). Enter at
 * {@link io.gridmill.sinks.parquet.ParquetSinkFactory}.
 */
@NullMarked
package io.gridmill.sinks.parquet;

import org.jspecify.annotations.NullMarked;
