package io.gridmill.core.job;

/**
 * A node as it is now.
 *
 * @param name the node's lasting name
 * @param incarnation which start of it
 * @param clientAddress where thin clients connect, {@code host:port}
 * @param httpAddress where it answers HTTP, {@code host:port}
 */
public record NodeInfo(
        String name, String incarnation, String clientAddress, String httpAddress, int cores, String version) {}
