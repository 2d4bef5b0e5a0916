package io.gridmill.node.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who the node is and where it keeps its files.
 *
 * @param name the lasting name, or null for the automatic one of the slot
 * @param dataDir folder of all slots on this machine, absolute
 */
public record PlaceConfig(@Nullable String name, Path dataDir) {}
