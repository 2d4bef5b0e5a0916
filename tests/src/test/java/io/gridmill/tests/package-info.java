/** What crosses modules: clusters of real processes, faults, architecture rules. */
@NullMarked
package io.gridmill.tests;

import org.jspecify.annotations.NullMarked;
