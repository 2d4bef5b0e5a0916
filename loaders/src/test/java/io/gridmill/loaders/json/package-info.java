@NullMarked
package io.gridmill.loaders.json;

import org.jspecify.annotations.NullMarked;
