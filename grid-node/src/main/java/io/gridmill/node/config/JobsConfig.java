package io.gridmill.node.config;

import java.time.Duration;

/**
 * How long finished jobs stay readable; whichever limit is reached first.
 *
 * @param keep finished jobs that are kept
 * @param keepFor age at which a finished job goes
 */
public record JobsConfig(int keep, Duration keepFor) {}
