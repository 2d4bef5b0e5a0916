/** The format of files by their names, for loads that do not say it. Enter at {@link io.gridmill.loaders.auto.AutoFormat}. */
@NullMarked
package io.gridmill.loaders.auto;

import org.jspecify.annotations.NullMarked;
