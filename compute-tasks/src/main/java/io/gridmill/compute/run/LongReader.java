package io.gridmill.compute.run;

import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.core.chunk.EncodedColumn;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Integers, dates, timestamps, and decimals of up to 18 digits. */
final class LongReader extends InputReader {
    private @Nullable EncodedColumn column;
    private int domain;
    private long first;

    LongReader() {
        super(new Slot(Repr.LONG, Block.ROWS));
    }

    @Override
    void open(EncodedColumn column) {
        this.column = column;
        nullable = column.nullCount() > 0;
        domain = column.width() == 0 ? 1 : column.width() == 1 ? 256 : column.width() == 2 ? 65536 : 0;
        first = column.base() - (domain >> 1);
    }

    @Override
    void load(int start, int count, int[] selected, int selectedCount) {
        EncodedColumn from = Objects.requireNonNull(column);
        Decode.longs(from.dataAddress(), from.width(), from.base(), start, count, slot.l);
        loadNulls(from, start, count);
    }

    @Override
    int domain() {
        return domain == 0 ? 0 : domain + 1;
    }

    @Override
    void addCodes(int[] selected, int selectedCount, int stride, int[] out) {
        long[] values = slot.l;
        for (int j = 0; j < selectedCount; j++) {
            out[j] += (int) (values[selected[j]] - first) * stride;
        }
        if (nullable) {
            for (int j = 0; j < selectedCount; j++) {
                int i = selected[j];
                if (slot.nul[i]) {
                    out[j] += (domain - (int) (values[i] - first)) * stride;
                }
            }
        }
    }
}
