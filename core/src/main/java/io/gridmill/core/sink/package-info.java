/** The contract of resources that results are flushed to: stage, then close. */
@NullMarked
package io.gridmill.core.sink;

import org.jspecify.annotations.NullMarked;
