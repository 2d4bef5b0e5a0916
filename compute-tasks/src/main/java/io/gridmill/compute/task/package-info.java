/**
 * Java tasks as the logic of jobs: finding their classes, running them on chunks, and holding them to what they promised.
 *
 * <p>Enter at {@link io.gridmill.compute.task.TaskCompiler}. Knows nothing of what a task computes.
 */
@NullMarked
package io.gridmill.compute.task;

import org.jspecify.annotations.NullMarked;
