package io.gridmill.node.config;

import java.nio.file.Path;

/**
 * Where the node finds Java tasks.
 *
 * @param dir folder of the jars that jobs may name, absolute
 */
public record TasksConfig(Path dir) {}
