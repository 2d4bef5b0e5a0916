/**
 * Results as JSON lines, written by core's {@link io.gridmill.core.batch.JsonBatchWriter} as the command line writes them. Enter at
 * {@link io.gridmill.sinks.json.JsonSinkFactory}.
 */
@NullMarked
package io.gridmill.sinks.json;

import org.jspecify.annotations.NullMarked;
