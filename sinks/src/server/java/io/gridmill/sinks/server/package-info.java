/**
 * Servers that tests start for sinks to write to.
 *
 * <p>Enter at {@link io.gridmill.sinks.server.PostgresServer}.
 */
@NullMarked
package io.gridmill.sinks.server;

import org.jspecify.annotations.NullMarked;
