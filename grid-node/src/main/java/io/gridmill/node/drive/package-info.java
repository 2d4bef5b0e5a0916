/**
 * What makes jobs go on: planning, handing shares to this node's slots, taking over, flushing, ending.
 *
 * <p>Enter at {@link io.gridmill.node.drive.JobDriver}: it looks at a job's records, takes every step that is due here, and forgets
 * what it saw. It is called for hints (an event, a finished step, a sweep) and is right whenever it is called; so no node
 * coordinates, and a repeated or lost hint costs time, not results.
 */
@NullMarked
package io.gridmill.node.drive;

import org.jspecify.annotations.NullMarked;
