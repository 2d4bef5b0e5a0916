package io.gridmill.compute.run;

import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Access;
import io.gridmill.compute.kernel.Kernel;
import io.gridmill.compute.kernel.KernelShape;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.core.chunk.EncodedColumn;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Integers, dates, timestamps, and decimals of up to 18 digits: read by kernels where they lie. */
final class LongReader extends InputReader {
    private @Nullable EncodedColumn column;
    private boolean inPlace;

    LongReader(int which) {
        // A kernel always looks for NULLs of an input of which its shape does not tell.
        super(new Slot(Repr.LONG, which < KernelShape.MOST_TOLD ? 0 : Block.ROWS));
    }

    @Override
    void open(EncodedColumn column) {
        this.column = column;
        nullable = column.nullCount() > 0;
        slot.base = column.base();
    }

    @Override
    Access access() {
        return Access.stored(Objects.requireNonNull(column).width());
    }

    @Override
    void prepare(Kernel kernel, Access access) {
        inPlace = access != Access.ARRAY;
        if (nullable || !inPlace) {
            slot.ensure(Block.ROWS);
        }
    }

    @Override
    void load(int start, int count, int[] selected, int selectedCount) {
        EncodedColumn from = Objects.requireNonNull(column);
        if (inPlace) {
            slot.address = from.dataAddress() + (long) from.width() * start;
        } else {
            Decode.longs(from.dataAddress(), from.width(), from.base(), start, count, slot.l);
        }
        loadNulls(from, start, count);
    }
}
