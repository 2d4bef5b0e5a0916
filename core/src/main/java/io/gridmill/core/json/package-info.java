/** Records as JSON text. */
@NullMarked
package io.gridmill.core.json;

import org.jspecify.annotations.NullMarked;
