package io.gridmill.compute.run;

import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.core.chunk.EncodedColumn;
import io.gridmill.core.chunk.Encoding;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decimals of more than 18 digits, whose values may yet be small in a chunk. */
final class WideReader extends InputReader {
    private @Nullable EncodedColumn column;

    WideReader() {
        super(new Slot(Repr.WIDE, Block.ROWS));
    }

    @Override
    void open(EncodedColumn column) {
        this.column = column;
        nullable = column.nullCount() > 0;
    }

    @Override
    void load(int start, int count, int[] selected, int selectedCount) {
        EncodedColumn from = Objects.requireNonNull(column);
        if (from.encoding() == Encoding.DECIMAL128) {
            Decode.wides(from.dataAddress(), start, count, slot.h, slot.l);
        } else {
            Decode.longs(from.dataAddress(), from.width(), from.base(), start, count, slot.l);
            for (int i = 0; i < count; i++) {
                slot.h[i] = slot.l[i] >> 63;
            }
        }
        loadNulls(from, start, count);
    }
}
