@NullMarked
package io.gridmill.loaders.csv;

import org.jspecify.annotations.NullMarked;
