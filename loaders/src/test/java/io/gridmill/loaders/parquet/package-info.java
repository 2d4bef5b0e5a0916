@NullMarked
package io.gridmill.loaders.parquet;

import org.jspecify.annotations.NullMarked;
