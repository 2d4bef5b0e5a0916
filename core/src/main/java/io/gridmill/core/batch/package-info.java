/** Arrow batches as bytes and as text. */
@NullMarked
package io.gridmill.core.batch;

import org.jspecify.annotations.NullMarked;
