/** Columns, types and schemas, and how they map to Arrow's. */
@NullMarked
package io.gridmill.core.schema;

import org.jspecify.annotations.NullMarked;
