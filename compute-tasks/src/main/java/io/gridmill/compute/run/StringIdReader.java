package io.gridmill.compute.run;

import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Kernel;
import io.gridmill.compute.kernel.KernelFailure;
import io.gridmill.compute.kernel.KernelSpec;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.core.chunk.EncodedColumn;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Strings, or strings derived from them, as numbers of the lane's pool. Dictionary entries are numbered when a row first has them. */
final class StringIdReader extends InputReader {
    private final StringPool pool;
    private final @Nullable DerivedReader derived;
    private final int[] codes = new int[Block.ROWS];
    private int[] ids = {};
    private @Nullable Strings strings;

    StringIdReader(int which, KernelSpec.Input input, StringPool pool) {
        super(new Slot(Repr.LONG, Block.ROWS));
        this.pool = pool;
        this.derived = input.derived() == null ? null : new DerivedReader(which, input);
        if (derived != null) {
            slot.bad = derived.slot.bad;
        }
    }

    @Override
    void open(EncodedColumn column) {
        if (derived != null) {
            derived.open(column);
            nullable = derived.nullable;
            return;
        }
        strings = new Strings(column);
        nullable = column.nullCount() > 0;
        if (ids.length < strings.entries) {
            ids = new int[strings.entries];
        }
        Arrays.fill(ids, 0, strings.entries, -1);
    }

    @Override
    void prepare(Kernel kernel) {
        if (derived != null) {
            derived.prepare(kernel);
        }
    }

    @Override
    void load(int start, int count, int[] selected, int selectedCount) {
        if (derived != null) {
            loadDerived(derived, start, count, selected, selectedCount);
            return;
        }
        Strings from = Objects.requireNonNull(strings);
        from.loadNulls(start, count, slot.nul);
        if (from.dictionary) {
            from.codes(start, count, codes);
            for (int j = 0; j < selectedCount; j++) {
                int i = selected[j];
                int id = ids[codes[i]];
                slot.l[i] = id < 0 ? number(from, codes[i]) : id;
            }
        } else {
            for (int j = 0; j < selectedCount; j++) {
                int i = selected[j];
                slot.l[i] = pool.intern(from.addressOf(start + i), from.lengthOf(start + i));
            }
        }
    }

    private int number(Strings from, int code) {
        int id = pool.intern(from.entry(code));
        ids[code] = id;
        return id;
    }

    private void loadDerived(DerivedReader reader, int start, int count, int[] selected, int selectedCount) {
        reader.load(start, count, selected, selectedCount);
        byte[] last = null;
        int lastId = 0;
        for (int j = 0; j < selectedCount; j++) {
            int i = selected[j];
            slot.nul[i] = reader.slot.nul[i];
            byte[] value = reader.slot.s[i];
            boolean usable = !slot.nul[i] && (reader.slot.bad.length == 0 || !reader.slot.bad[i]);
            if (usable && value != last) {
                lastId = pool.intern(value);
                last = value;
            }
            slot.l[i] = lastId;
        }
    }

    @Override
    int domain() {
        return strings != null && strings.dictionary ? strings.entries + 1 : 0;
    }

    @Override
    void addCodes(int[] selected, int selectedCount, int stride, int[] out) {
        int nulls = Objects.requireNonNull(strings).entries;
        for (int j = 0; j < selectedCount; j++) {
            int i = selected[j];
            out[j] += (nullable && slot.nul[i] ? nulls : codes[i]) * stride;
        }
    }

    @Override
    KernelFailure failure(int row) {
        return Objects.requireNonNull(derived).failure(row);
    }
}
