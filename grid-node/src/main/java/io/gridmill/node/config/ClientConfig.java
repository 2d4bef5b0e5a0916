package io.gridmill.node.config;

/**
 * Where thin clients connect.
 *
 * @param bindAddress the address to listen on
 * @param ports ports of which this node takes the first free one
 */
public record ClientConfig(String bindAddress, PortRange ports) {}
