/**
 * The surroundings of one command: streams and whether they are terminals, the folder and environment where it was typed, the way to a grid, and
 * what happens at Ctrl-C. Commands get them from here and nowhere else, so that tests can give others.
 */
@NullMarked
package io.gridmill.cli.session;

import org.jspecify.annotations.NullMarked;
