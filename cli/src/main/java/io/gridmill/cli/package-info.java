/** The gridmill command, the demo, the distribution. */
@NullMarked
package io.gridmill.cli;

import org.jspecify.annotations.NullMarked;
