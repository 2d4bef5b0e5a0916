package io.gridmill.compute.run;

import io.gridmill.compute.kernel.Slot;
import org.jspecify.annotations.Nullable;

/** Takes rows, which are the giver's again when the call returns. */
interface RowSink {
    /** Rows {@code order[from .. to]} of the slots, or {@code from .. to} themselves without an order. */
    void append(@Nullable Slot[] slots, int @Nullable [] order, int from, int to);

    /** After the last row. */
    void finish();
}
