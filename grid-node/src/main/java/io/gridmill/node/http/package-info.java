/**
 * What a node answers over HTTP, on loopback unless told otherwise: {@code /livez}, {@code /readyz} and {@code /metrics}.
 *
 * <p>Enter at {@link io.gridmill.node.http.HttpEndpoint}; {@link io.gridmill.node.http.Health} is what it asks of the node.
 * {@link io.gridmill.node.http.PortProbe} finds free ports for everything that listens. This package knows nothing of jobs or grids.
 */
@NullMarked
package io.gridmill.node.http;

import org.jspecify.annotations.NullMarked;
