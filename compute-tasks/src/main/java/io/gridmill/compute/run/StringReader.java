package io.gridmill.compute.run;

import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.core.chunk.EncodedColumn;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Strings as arrays: those of a dictionary are made once a chunk, others for each selected row. */
final class StringReader extends InputReader {
    private final int[] codes = new int[Block.ROWS];
    private @Nullable Strings strings;

    StringReader() {
        super(new Slot(Repr.STRING, Block.ROWS));
    }

    @Override
    void open(EncodedColumn column) {
        strings = new Strings(column);
        nullable = column.nullCount() > 0;
    }

    @Override
    void load(int start, int count, int[] selected, int selectedCount) {
        Strings from = Objects.requireNonNull(strings);
        from.loadNulls(start, count, slot.nul);
        if (from.dictionary) {
            from.codes(start, count, codes);
            for (int j = 0; j < selectedCount; j++) {
                int i = selected[j];
                slot.s[i] = from.entry(codes[i]);
            }
        } else {
            for (int j = 0; j < selectedCount; j++) {
                int i = selected[j];
                slot.s[i] = from.at(start + i);
            }
        }
    }
}
