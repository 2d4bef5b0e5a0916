package io.gridmill.compute.run;

import io.gridmill.compute.kernel.Slot;
import org.jspecify.annotations.Nullable;

/** What one execution of a share does for one leaf. */
interface LeafRun {
    ScanLane openLane();

    /** After every lane's last chunk: writes what they gathered. */
    void finish();

    /** After every lane's last chunk, when they were given all rows: hands what they gathered to the final step. */
    void finishWhole(FinalStep last, int leaf);

    void close();

    /** Puts the columns of a leaf where they stand in the share's output. */
    interface Framing {
        @Nullable
        Slot[] of(int grouping, @Nullable Slot[] own);
    }
}
