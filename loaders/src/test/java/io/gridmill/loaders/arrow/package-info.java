@NullMarked
package io.gridmill.loaders.arrow;

import org.jspecify.annotations.NullMarked;
