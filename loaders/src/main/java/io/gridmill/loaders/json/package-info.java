/**
 * JSON lines: a file is cut behind line feeds, of which every one ends a record; {@code Lines} finds them, and {@code RowParser} takes each line's
 * values from Jackson's streaming parser straight into the fillers of columns. Enter at {@link io.gridmill.loaders.json.JsonFormat}.
 */
@NullMarked
package io.gridmill.loaders.json;

import org.jspecify.annotations.NullMarked;
