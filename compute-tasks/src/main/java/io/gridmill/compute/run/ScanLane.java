package io.gridmill.compute.run;

import io.gridmill.compute.kernel.Budget;
import io.gridmill.compute.kernel.CompiledKernel;
import io.gridmill.compute.kernel.DerivedFailure;
import io.gridmill.compute.kernel.Kernel;
import io.gridmill.compute.kernel.KernelFailure;
import io.gridmill.compute.kernel.KernelSpec;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.task.CancelToken;
import io.gridmill.core.task.Logic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thread's way through chunks: block by block it reads what the filter needs, filters, reads the rest for the rows that are left,
 * and gives them on.
 */
abstract class ScanLane implements Logic.Lane {
    final StringPool pool;
    final InputReader[] readers;
    final Slot[] slots;
    final int[] selected = new int[Block.ROWS + 1];
    /** First row, within the chunk, of the block that is read. */
    int blockStart;

    int blockCount;

    private final ScanPlan plan;
    private final CancelToken cancel;
    private final int passes;
    private final Map<CompiledKernel, Kernel> kernels = new HashMap<>();
    private final BlockFilter blockFilter = new BlockFilter();
    /** Whether {@code selected[i]} is {@code i}. */
    private boolean allSelected;

    private @Nullable CompiledKernel compiled;

    ScanLane(ScanPlan plan, CancelToken cancel, Budget budget) {
        this.plan = plan;
        this.cancel = cancel;
        this.pool = new StringPool(budget);
        List<KernelSpec.Input> inputs = plan.kernels().spec().inputs();
        this.passes = plan.kernels().spec().filter().size();
        this.readers = new InputReader[inputs.size()];
        this.slots = new Slot[inputs.size()];
        for (int n = 0; n < readers.length; n++) {
            readers[n] = InputReader.of(n, inputs.get(n), pool);
            slots[n] = readers[n].slot();
        }
    }

    @Override
    public boolean accept(Chunk chunk) {
        try {
            return scan(chunk);
        } catch (KernelFailure e) {
            throw failure(e);
        } catch (DerivedFailure e) {
            throw failure(readers[e.input()].failure(e.row()));
        }
    }

    private GridmillException failure(KernelFailure failure) {
        return Failures.of(failure, Objects.requireNonNull(compiled));
    }

    private boolean scan(Chunk chunk) {
        blockFilter.open(columnFilters(chunk), chunk);
        if (blockFilter.passesNone()) {
            return true;
        }
        List<KernelSpec.Input> inputs = plan.kernels().spec().inputs();
        CompiledKernel chosen = plan.kernels().kernel(InputReader.open(readers, inputs, chunk));
        compiled = chosen;
        Kernel kernel = kernels.computeIfAbsent(chosen, CompiledKernel::open);
        for (int n = 0; n < readers.length; n++) {
            readers[n].prepare(kernel, chosen.shape().access().get(n));
            slots[n] = readers[n].slot();
        }
        begin(chosen);
        int rows = chunk.rows();
        for (int start = 0; start < rows; start += Block.ROWS) {
            cancel.check();
            int count = Math.min(Block.ROWS, rows - start);
            blockStart = start;
            blockCount = count;
            int kept = filter(kernel, start, count);
            if (kept > 0) {
                for (int n : plan.otherInputs()) {
                    readers[n].load(start, count, selected, kept);
                }
                if (!consume(kernel, kept)) {
                    return false;
                }
            }
        }
        return true;
    }

    private int filter(Kernel kernel, int start, int count) {
        int kept = count;
        if (!blockFilter.passesAll()) {
            kept = blockFilter.select(start, count, selected);
            allSelected = false;
        } else if (!allSelected) {
            for (int i = 0; i < Block.ROWS; i++) {
                selected[i] = i;
            }
            allSelected = true;
        }
        if (kept > 0 && passes > 0) {
            for (int n : plan.filterInputs()) {
                readers[n].load(start, count, selected, kept);
            }
            allSelected = false;
        }
        for (int pass = 0; pass < passes && kept > 0; pass++) {
            kept = kernel.filter(pass, slots, selected, kept);
        }
        return kept;
    }

    /** What rows of the next chunk must pass before anything is computed. */
    List<ColumnFilter> columnFilters(Chunk chunk) {
        return plan.columnFilters();
    }

    /** The kernel of the next chunk; inputs are open. */
    void begin(CompiledKernel kernel) {}

    /**
     * Takes the rows {@code selected[0 .. count]} of the block in {@link #slots}.
     *
     * @return false when no further row can change the answer
     */
    abstract boolean consume(Kernel kernel, int count);
}
