@NullMarked
package io.gridmill.loaders.auto;

import org.jspecify.annotations.NullMarked;
