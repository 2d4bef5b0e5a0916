package io.gridmill.node.config;

/**
 * Where thin clients connect, and whether JDBC clients may.
 *
 * @param bindAddress the address to listen on
 * @param ports ports of which this node takes the first free one
 * @param jdbc whether Ignite's JDBC driver may connect there too
 */
public record ClientConfig(String bindAddress, PortRange ports, boolean jdbc) {}
