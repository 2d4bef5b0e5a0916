package io.gridmill.cli.demo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the demo is asked for.
 *
 * @param nodes how many node processes, at least 2, since one dies
 * @param rows how many order lines
 * @param seed what the rows are made from
 * @param keep whether the folder stays
 * @param folder an absent or empty folder, or null for a temporary one
 */
public record DemoOptions(
        int nodes,
        long rows,
        long seed,
        boolean keep,
        @Nullable Path folder) {}
