/** The one exception type and its codes. Knows nothing else. */
@NullMarked
package io.gridmill.core.error;

import org.jspecify.annotations.NullMarked;
