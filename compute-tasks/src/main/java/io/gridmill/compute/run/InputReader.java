package io.gridmill.compute.run;

import io.gridmill.compute.kernel.Access;
import io.gridmill.compute.kernel.Kernel;
import io.gridmill.compute.kernel.KernelFailure;
import io.gridmill.compute.kernel.KernelShape;
import io.gridmill.compute.kernel.KernelSpec;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.chunk.EncodedColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Fills one kernel input block by block. Belongs to a lane; opened anew for each chunk. */
abstract class InputReader {
    final Slot slot;
    boolean nullable;
    private boolean nulsDirty;

    InputReader(Slot slot) {
        this.slot = slot;
    }

    /** Before the kernel of the chunk is chosen: says in {@link #nullable} whether the input may hold NULL. */
    abstract void open(EncodedColumn column);

    /** Where a kernel may find the input in this chunk, if it is made for that. */
    Access access() {
        return Access.ARRAY;
    }

    /** Once the kernel of the chunk is known, and where it looks for the input: {@link #access()}, or in arrays. */
    void prepare(Kernel kernel, Access access) {}

    /** What the kernel reads, until the next chunk. */
    Slot slot() {
        return slot;
    }

    /**
     * Reads a block.
     *
     * @param start first row, a multiple of {@link Block#ROWS}
     * @param count rows of the block
     * @param selected rows within the block that will be looked at
     * @param selectedCount how many
     */
    abstract void load(int start, int count, int[] selected, int selectedCount);

    /** Fills the arrays for some rows of the loaded block, where {@link #load} leaves that for those who need it. */
    void fill(int start, int count, int[] selected, int selectedCount) {}

    /** Entries of the dictionary whose codes kernels read. */
    int dictionarySize() {
        throw new IllegalStateException("this input has no dictionary");
    }

    /** The number that the lane's pool gives an entry of the dictionary. */
    int idOf(int code) {
        throw new IllegalStateException("this input has no dictionary");
    }

    /** Why a derived value of a row of the block failed. */
    KernelFailure failure(int row) {
        throw new IllegalStateException("this input does not fail");
    }

    /** Also where nothing is NULL: the kernel in use may be the one that looks everywhere. */
    void loadNulls(EncodedColumn column, int start, int count) {
        if (nullable) {
            Decode.bits(column.validityAddress(), start, count, true, slot.nul);
            nulsDirty = true;
        } else if (nulsDirty) {
            Arrays.fill(slot.nul, false);
            nulsDirty = false;
        }
    }

    /** Opens the readers of a kernel's inputs for a chunk, and says how they stand there. */
    static KernelShape open(InputReader[] readers, List<KernelSpec.Input> inputs, Chunk chunk) {
        long nulls = 0;
        List<Access> access = new ArrayList<>();
        for (int n = 0; n < readers.length; n++) {
            readers[n].open(chunk.column(inputs.get(n).source()));
            access.add(readers[n].access());
            if (readers[n].nullable && n < KernelShape.MOST_TOLD) {
                nulls |= 1L << n;
            }
        }
        return new KernelShape(nulls, access);
    }

    static InputReader of(int which, KernelSpec.Input input, StringPool pool) {
        return switch (input.form()) {
            case DERIVED -> new DerivedReader(which, input);
            case STRING_ID -> new StringIdReader(which, input, pool);
            case VALUE ->
                switch (input.repr()) {
                    case LONG -> new LongReader(which);
                    case WIDE -> new WideReader();
                    case DOUBLE -> new DoubleReader();
                    case BOOL -> new BoolReader();
                    case STRING -> new StringReader();
                };
        };
    }
}
