/**
 * What a node is told: one YAML file, environment variables and {@code --set}, checked once.
 *
 * <p>Enter at {@link io.gridmill.node.config.NodeConfig#load}, which gives small records, one a concern; the composition root takes
 * them apart. {@link io.gridmill.node.config.Settings} declares every key once; parsing, {@code config/node.yaml}, {@code docs/config.md}
 * and {@code gridmill config} all come from there. {@link io.gridmill.node.config.NodeSlot} gives a process its own folder, lasting
 * name and incarnation. This package knows neither Ignite nor the journal.
 */
@NullMarked
package io.gridmill.node.config;

import org.jspecify.annotations.NullMarked;
