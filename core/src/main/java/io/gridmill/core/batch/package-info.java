/** Arrow batches as bytes. */
@NullMarked
package io.gridmill.core.batch;

import org.jspecify.annotations.NullMarked;
