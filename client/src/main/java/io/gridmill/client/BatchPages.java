package io.gridmill.client;

import org.jspecify.annotations.Nullable;

/** A result's batches, encoded, by index; null beyond the last. Batch 0 is always there. */
@FunctionalInterface
interface BatchPages {
    byte @Nullable [] page(int index);
}
