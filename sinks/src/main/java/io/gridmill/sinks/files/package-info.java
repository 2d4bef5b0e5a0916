/**
 * What all sinks that write files share: staging under an attempt's name, the seal, the job's outcome and the links to final names.
 * A format (CSV, Parquet) is a {@link io.gridmill.sinks.files.FileFormat}; enter at {@link io.gridmill.sinks.files.FileSink}, whose
 * comment says what a reader can see when. Must not know any format, nor databases.
 */
@NullMarked
package io.gridmill.sinks.files;

import org.jspecify.annotations.NullMarked;
