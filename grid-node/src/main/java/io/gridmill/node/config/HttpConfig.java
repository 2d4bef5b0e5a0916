package io.gridmill.node.config;

/**
 * Where the node answers health and metrics.
 *
 * @param bindAddress the address to listen on
 * @param ports ports of which this node takes the first free one
 */
public record HttpConfig(String bindAddress, PortRange ports) {}
