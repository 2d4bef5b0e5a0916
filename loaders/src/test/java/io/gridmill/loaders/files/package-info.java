@NullMarked
package io.gridmill.loaders.files;

import org.jspecify.annotations.NullMarked;
