/** Java tasks on grids of several nodes. */
@NullMarked
package io.gridmill.tests.task;

import org.jspecify.annotations.NullMarked;
