package io.gridmill.node.config;

/**
 * Tables that jobs publish for JDBC.
 *
 * @param maxRows rows that one may have
 */
public record TableConfig(long maxRows) {}
