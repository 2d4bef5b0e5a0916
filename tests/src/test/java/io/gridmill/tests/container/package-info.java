/**
 * Nodes and PostgreSQL in containers: one killed, one paused, one cut off the network, each in the middle of a job; and the compose and
 * Kubernetes files, read and compared with what a node really listens to.
 *
 * <p>Enter at {@link io.gridmill.tests.container.ContainerIT}. Without a container engine its tests are skipped, with the reason.
 */
@NullMarked
package io.gridmill.tests.container;

import org.jspecify.annotations.NullMarked;
