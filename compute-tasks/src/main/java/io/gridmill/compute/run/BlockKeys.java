package io.gridmill.compute.run;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.kernel.Kernel;
import io.gridmill.compute.kernel.Slot;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The keys of the rows of a block, computed when a grouping asks, and once for all groupings that ask for all selected rows. */
final class BlockKeys {
    /** Reads what only keys need of some rows. */
    interface Filler {
        void fill(int[] rows, int count);
    }

    private final Slot[] slots;
    private final Filler filler;
    private @Nullable Kernel kernel;
    private Slot[] in = {};
    private boolean allComputed;

    BlockKeys(List<Expr> keys, Filler filler) {
        this.slots = keys.stream().map(key -> new Slot(key.repr(), 0)).toArray(Slot[]::new);
        this.filler = filler;
    }

    /** Begins a block. */
    void of(Kernel kernel, Slot[] in) {
        this.kernel = kernel;
        this.in = in;
        this.allComputed = slots.length == 0;
    }

    Slot[] all(int[] selected, int count) {
        if (!allComputed) {
            some(selected, count);
            allComputed = true;
        }
        return slots;
    }

    Slot[] some(int[] rows, int count) {
        filler.fill(rows, count);
        for (Slot slot : slots) {
            slot.ensure(count);
        }
        Objects.requireNonNull(kernel).keys(in, rows, count, slots);
        allComputed = false;
        return slots;
    }
}
