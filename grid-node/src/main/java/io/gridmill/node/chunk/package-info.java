/**
 * Chunks in the grid: how a dataset generation's two caches are made, how chunks get into them, and how a node reads them.
 *
 * <p>Writing: {@link io.gridmill.node.chunk.Partitioner} cuts batches into chunks, {@link io.gridmill.node.chunk.ChunkWriter} puts them under the name of
 * an attempt and sums them up in {@link io.gridmill.node.chunk.PartitionSummary}s, which a manifest keeps. Reading: {@link
 * io.gridmill.node.chunk.ChunkCatalog} finds what a manifest names, {@link io.gridmill.node.chunk.HotStore} pins its columns in memory. Nothing here
 * decides what is visible, and nothing knows of the ledger or of jobs.
 */
@NullMarked
package io.gridmill.node.chunk;

import org.jspecify.annotations.NullMarked;
