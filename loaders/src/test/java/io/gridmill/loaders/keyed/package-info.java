/** Tests of files in folders named {@code key=value}. */
@NullMarked
package io.gridmill.loaders.keyed;

import org.jspecify.annotations.NullMarked;
