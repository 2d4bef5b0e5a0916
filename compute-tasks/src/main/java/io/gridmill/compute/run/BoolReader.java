package io.gridmill.compute.run;

import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.core.chunk.EncodedColumn;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** BOOLEAN. */
final class BoolReader extends InputReader {
    private @Nullable EncodedColumn column;

    BoolReader() {
        super(new Slot(Repr.BOOL, Block.ROWS));
    }

    @Override
    void open(EncodedColumn column) {
        this.column = column;
        nullable = column.nullCount() > 0;
    }

    @Override
    void load(int start, int count, int[] selected, int selectedCount) {
        EncodedColumn from = Objects.requireNonNull(column);
        Decode.bits(from.dataAddress(), start, count, false, slot.b);
        loadNulls(from, start, count);
        if (nullable) {
            for (int i = 0; i < count; i++) {
                slot.b[i] &= !slot.nul[i];
            }
        }
    }
}
