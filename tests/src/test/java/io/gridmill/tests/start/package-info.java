/** A node that cannot start says why, to people. */
@NullMarked
package io.gridmill.tests.start;

import org.jspecify.annotations.NullMarked;
