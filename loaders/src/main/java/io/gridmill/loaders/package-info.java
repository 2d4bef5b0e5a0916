/** Sources: where rows come from. */
@NullMarked
package io.gridmill.loaders;

import org.jspecify.annotations.NullMarked;
