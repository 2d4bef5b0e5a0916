package io.gridmill.compute.run;

import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Access;
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
    Access access() {
        return strings != null && strings.dictionary ? strings.access() : Access.ARRAY;
    }

    @Override
    void prepare(Kernel kernel, Access access) {
        if (derived != null) {
            derived.prepare(kernel, Access.ARRAY);
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
            slot.address = from.codesAddress(start);
            return;
        }
        for (int j = 0; j < selectedCount; j++) {
            int i = selected[j];
            slot.l[i] = pool.intern(from.addressOf(start + i), from.lengthOf(start + i));
        }
    }

    /** Of a dictionary: most rows find their group by code, and need no number. */
    @Override
    void fill(int start, int count, int[] selected, int selectedCount) {
        if (strings == null || !strings.dictionary) {
            return;
        }
        strings.codes(start, count, codes);
        for (int j = 0; j < selectedCount; j++) {
            int i = selected[j];
            slot.l[i] = idOf(codes[i]);
        }
    }

    @Override
    int idOf(int code) {
        int id = ids[code];
        if (id < 0) {
            id = pool.intern(Objects.requireNonNull(strings).entry(code));
            ids[code] = id;
        }
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
    int dictionarySize() {
        return Objects.requireNonNull(strings).entries;
    }

    @Override
    KernelFailure failure(int row) {
        return Objects.requireNonNull(derived).failure(row);
    }
}
