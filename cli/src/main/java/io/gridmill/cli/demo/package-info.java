/**
 * {@code gridmill demo}: the main job on generated data, on nodes that are processes of this machine, one of which is killed on the way. Enter at
 * {@link io.gridmill.cli.demo.Demo}, which is the story; {@link io.gridmill.cli.demo.Cluster} starts and ends the nodes,
 * {@link io.gridmill.cli.demo.DemoFolder} holds every file, {@link io.gridmill.cli.demo.Ledger} reads what the grid decided. It talks to the grid
 * through the public client alone, and must not know what is inside a node.
 */
@NullMarked
package io.gridmill.cli.demo;

import org.jspecify.annotations.NullMarked;
