/** The contract of resources that a load reads. */
@NullMarked
package io.gridmill.core.source;

import org.jspecify.annotations.NullMarked;
