package io.gridmill.compute.run;

import io.gridmill.compute.kernel.Kernel;
import io.gridmill.compute.kernel.KernelFailure;
import io.gridmill.compute.kernel.KernelSpec;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.core.chunk.EncodedColumn;
import java.util.Arrays;

/** Fills one kernel input block by block. Belongs to a lane; opened anew for each chunk. */
abstract class InputReader {
    final Slot slot;
    boolean nullable;

    InputReader(Slot slot) {
        this.slot = slot;
    }

    /** Before the kernel of the chunk is chosen: says in {@link #nullable} whether the input may hold NULL. */
    abstract void open(EncodedColumn column);

    /** Once the kernel of the chunk is known. */
    void prepare(Kernel kernel) {}

    /**
     * Reads a block.
     *
     * @param start first row, a multiple of {@link Block#ROWS}
     * @param count rows of the block
     * @param selected rows within the block that will be looked at
     * @param selectedCount how many
     */
    abstract void load(int start, int count, int[] selected, int selectedCount);

    /** How many small numbers stand for this input's values in this chunk, NULL included, or 0 when that is not known or large. */
    int domain() {
        return 0;
    }

    /** Adds {@code stride} times the small number of each selected row of the block. */
    void addCodes(int[] selected, int selectedCount, int stride, int[] out) {
        throw new IllegalStateException("this input has no codes");
    }

    /** Why a derived value of a row of the block failed. */
    KernelFailure failure(int row) {
        throw new IllegalStateException("this input does not fail");
    }

    /** Also where nothing is NULL: the kernel in use may be the one that looks everywhere. */
    void loadNulls(EncodedColumn column, int start, int count) {
        if (nullable) {
            Decode.bits(column.validityAddress(), start, count, true, slot.nul);
        } else {
            Arrays.fill(slot.nul, 0, count, false);
        }
    }

    static InputReader of(int which, KernelSpec.Input input, StringPool pool) {
        return switch (input.form()) {
            case DERIVED -> new DerivedReader(which, input);
            case STRING_ID -> new StringIdReader(which, input, pool);
            case VALUE ->
                switch (input.repr()) {
                    case LONG -> new LongReader();
                    case WIDE -> new WideReader();
                    case DOUBLE -> new DoubleReader();
                    case BOOL -> new BoolReader();
                    case STRING -> new StringReader();
                };
        };
    }
}
