package io.gridmill.compute.run;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Exprs;
import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Access;
import io.gridmill.compute.kernel.Kernel;
import io.gridmill.compute.kernel.KernelFailure;
import io.gridmill.compute.kernel.KernelSpec;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.core.chunk.EncodedColumn;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An expression over one string column. With a dictionary it is computed for each entry once a chunk, and rows look it up by code; without, for
 * each selected row. NULL is an entry of its own, after the others.
 */
final class DerivedReader extends InputReader {
    private final int which;
    private final boolean canFail;
    private final Slot source = new Slot(Repr.STRING, Block.ROWS);
    private final Slot table;
    private KernelFailure[] failures = {};
    private final int[] codes = new int[Block.ROWS];
    private @Nullable Strings strings;
    private @Nullable Kernel kernel;
    private boolean sourceNullable;
    /** Whether the kernel looks into the table by the codes of the chunk. */
    private boolean byCode;

    private int blockStart;
    private final boolean makesNull;

    DerivedReader(int which, KernelSpec.Input input) {
        super(slotFor(input));
        this.which = which;
        this.makesNull = Exprs.find(Objects.requireNonNull(input.derived()), DerivedReader::isNull) != null;
        this.canFail = input.canFail();
        this.table = new Slot(Objects.requireNonNull(input.derived()).repr(), Block.ROWS);
        if (canFail) {
            table.bad = new boolean[Block.ROWS];
            failures = new KernelFailure[Block.ROWS];
        }
    }

    private static boolean isNull(Expr expr) {
        return expr instanceof Expr.Constant constant && constant.value() == null
                || expr instanceof Expr.In in && in.set().hasNull();
    }

    private static Slot slotFor(KernelSpec.Input input) {
        Slot slot = new Slot(Objects.requireNonNull(input.derived()).repr(), Block.ROWS);
        if (input.canFail()) {
            slot.bad = new boolean[Block.ROWS];
        }
        return slot;
    }

    @Override
    void open(EncodedColumn column) {
        strings = new Strings(column);
        sourceNullable = column.nullCount() > 0;
        nullable = sourceNullable || makesNull;
    }

    @Override
    Access access() {
        Strings from = Objects.requireNonNull(strings);
        return from.dictionary && !sourceNullable ? from.access() : Access.ARRAY;
    }

    @Override
    Slot slot() {
        return byCode ? table : slot;
    }

    @Override
    void prepare(Kernel kernel, Access access) {
        Strings from = Objects.requireNonNull(strings);
        this.kernel = kernel;
        byCode = access != Access.ARRAY;
        if (!from.dictionary) {
            return;
        }
        int entries = from.entries + 1;
        if (table.capacity() < entries) {
            table.grow(entries);
            source.grow(entries);
            if (canFail) {
                table.bad = new boolean[entries];
                failures = new KernelFailure[entries];
            }
        }
        for (int code = 0; code < from.entries; code++) {
            source.s[code] = from.entry(code);
            source.nul[code] = false;
        }
        source.nul[from.entries] = true;
        kernel.derive(which, source, entries, table, failures);
    }

    @Override
    void load(int start, int count, int[] selected, int selectedCount) {
        Strings from = Objects.requireNonNull(strings);
        if (byCode) {
            table.address = from.codesAddress(start);
            blockStart = start;
            return;
        }
        if (!from.dictionary) {
            for (int j = 0; j < selectedCount; j++) {
                source.s[j] = from.at(start + selected[j]);
            }
            from.loadNulls(start, count, slot.nul);
            for (int j = 0; j < selectedCount; j++) {
                source.nul[j] = slot.nul[selected[j]];
                codes[selected[j]] = j;
            }
            Objects.requireNonNull(kernel).derive(which, source, selectedCount, table, failures);
        } else {
            from.codes(start, count, codes);
            if (sourceNullable) {
                from.loadNulls(start, count, slot.nul);
                for (int i = 0; i < count; i++) {
                    codes[i] = slot.nul[i] ? from.entries : codes[i];
                }
            }
        }
        gather(selected, selectedCount);
    }

    private void gather(int[] selected, int count) {
        for (int j = 0; j < count; j++) {
            int i = selected[j];
            slot.nul[i] = table.nul[codes[i]];
        }
        switch (slot.repr) {
            case BOOL -> {
                for (int j = 0; j < count; j++) {
                    int i = selected[j];
                    slot.b[i] = table.b[codes[i]];
                }
            }
            case LONG -> {
                for (int j = 0; j < count; j++) {
                    int i = selected[j];
                    slot.l[i] = table.l[codes[i]];
                }
            }
            default -> {
                for (int j = 0; j < count; j++) {
                    int i = selected[j];
                    slot.copy(i, table, codes[i]);
                }
            }
        }
        if (canFail) {
            for (int j = 0; j < count; j++) {
                int i = selected[j];
                slot.bad[i] = table.bad[codes[i]];
            }
        }
    }

    @Override
    KernelFailure failure(int row) {
        if (byCode) {
            Objects.requireNonNull(strings).codes(blockStart, row + 1, codes);
        }
        return failures[codes[row]];
    }
}
