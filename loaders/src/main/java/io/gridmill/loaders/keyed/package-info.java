/**
 * Files in folders named {@code key=value}, as Hive and Spark write them: the keys are columns. Enter at {@link io.gridmill.loaders.keyed.KeyFolders}, which
 * each format's {@code open} goes through. Must know no format.
 */
@NullMarked
package io.gridmill.loaders.keyed;

import org.jspecify.annotations.NullMarked;
