/**
 * The arrows between the modules that must stay true, held by ArchUnit. Enter at {@link io.gridmill.tests.architecture.ArrowsTest}; who
 * needs a new arrow changes the rule there, with its reason.
 */
@NullMarked
package io.gridmill.tests.architecture;

import org.jspecify.annotations.NullMarked;
