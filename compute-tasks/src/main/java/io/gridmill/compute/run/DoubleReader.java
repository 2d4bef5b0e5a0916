package io.gridmill.compute.run;

import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.core.chunk.EncodedColumn;
import io.gridmill.core.chunk.Encoding;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** REAL and DOUBLE. */
final class DoubleReader extends InputReader {
    private @Nullable EncodedColumn column;

    DoubleReader() {
        super(new Slot(Repr.DOUBLE, Block.ROWS));
    }

    @Override
    void open(EncodedColumn column) {
        this.column = column;
        nullable = column.nullCount() > 0;
    }

    @Override
    void load(int start, int count, int[] selected, int selectedCount) {
        EncodedColumn from = Objects.requireNonNull(column);
        if (from.encoding() == Encoding.FLOAT) {
            Decode.floats(from.dataAddress(), start, count, slot.d);
        } else {
            Decode.doubles(from.dataAddress(), start, count, slot.d);
        }
        loadNulls(from, start, count);
    }
}
