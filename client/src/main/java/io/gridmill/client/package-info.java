/**
 * What a Java program uses to talk to a grid: submit jobs, wait for them, read results as Arrow batches.
 *
 * <p>Enter at {@link io.gridmill.client.Gridmill}. A client holds one connection to one node and moves to another when that
 * node goes; every call is safe to repeat. It knows the service by {@link io.gridmill.core.service.GridmillService} alone, and
 * nothing of how a node works.
 */
@NullMarked
package io.gridmill.client;

import org.jspecify.annotations.NullMarked;
