/**
 * Runs what the pages show. Enter at {@link io.gridmill.tests.docs.DocsIT}; what an author has to know stands in CONTRIBUTING.md.
 *
 * <p>A page is played from its first block to its last in one folder, one shell and one grid, as its reader would type it. Commands run in this
 * process, because a JVM for each would take minutes; nodes that a page starts are processes.
 */
@NullMarked
package io.gridmill.tests.docs;

import org.jspecify.annotations.NullMarked;
