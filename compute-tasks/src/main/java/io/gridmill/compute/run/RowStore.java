package io.gridmill.compute.run;

import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Budget;
import io.gridmill.compute.kernel.Ops;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.compute.kernel.Wide;
import java.util.Arrays;
import java.util.List;

/** Rows that are kept until all are known: to be sorted, or the best of them. One thread. */
final class RowStore {
    private static final int STRING_BYTES = 16;

    private static final int FEWEST = 64;

    private final Budget budget;
    private final List<SortKey> order;
    private final int bytesPerRow;
    private Slot[] columns;
    private int rows;
    private int capacity;
    private long stringBytes;

    RowStore(List<Repr> columns, List<SortKey> order, Budget budget) {
        this.budget = budget;
        this.order = List.copyOf(order);
        // Sorting takes two arrays of row numbers.
        this.bytesPerRow = 8 + columns.stream().mapToInt(Slot::bytesPerRow).sum();
        this.columns = columns.stream().map(repr -> new Slot(repr, 0)).toArray(Slot[]::new);
    }

    int rows() {
        return rows;
    }

    Slot[] columns() {
        return columns;
    }

    void add(Slot[] from, int first, int count) {
        if (rows + count > capacity) {
            int wanted = Math.max(rows + count, Math.max(FEWEST, (int)
                    Math.min(capacity + (capacity >> 1), Integer.MAX_VALUE - 16L)));
            budget.charge((long) (wanted - capacity) * bytesPerRow, "sorted rows");
            capacity = wanted;
            for (Slot column : columns) {
                column.grow(capacity);
            }
        }
        long strings = 0;
        for (int c = 0; c < columns.length; c++) {
            Slot to = columns[c];
            for (int j = 0; j < count; j++) {
                to.copy(rows + j, from[c], first + j);
                if (to.repr == Repr.STRING && !to.nul[rows + j]) {
                    strings += to.s[rows + j].length + STRING_BYTES;
                }
            }
        }
        budget.charge(strings, "sorted rows");
        stringBytes += strings;
        rows += count;
    }

    /**
     * Adds rows {@code first .. end}, without those that come after row {@code worst}, which {@link #keepBest} has sorted to the end of what is wanted.
     *
     * @param worst -1 when it is not known yet
     */
    void addBest(Slot[] from, int first, int end, int worst) {
        if (worst < 0) {
            add(from, first, end - first);
            return;
        }
        int start = -1;
        for (int j = first; j < end; j++) {
            boolean kept = compare(from, j, columns, worst) < 0;
            if (kept && start < 0) {
                start = j;
            } else if (!kept && start >= 0) {
                add(from, start, j - start);
                start = -1;
            }
        }
        if (start >= 0) {
            add(from, start, end - start);
        }
    }

    /** Keeps the first {@code count} rows in order, sorted. */
    void keepBest(int count) {
        int[] sorted = sorted();
        int kept = Math.min(count, rows);
        RowStore best =
                new RowStore(Arrays.stream(columns).map(column -> column.repr).toList(), order, budget);
        best.budget.charge(0, "sorted rows");
        for (int j = 0; j < kept; j++) {
            best.add(columns, sorted[j], 1);
        }
        budget.release((long) capacity * bytesPerRow + stringBytes);
        columns = best.columns;
        rows = best.rows;
        capacity = best.capacity;
        stringBytes = best.stringBytes;
    }

    /** Row numbers in order; stable. */
    int[] sorted() {
        int[] numbers = new int[rows];
        for (int i = 0; i < rows; i++) {
            numbers[i] = i;
        }
        if (!order.isEmpty()) {
            mergeSort(numbers);
        }
        return numbers;
    }

    /** Bottom-up, over runs of 8 that are sorted by insertion. */
    private void mergeSort(int[] numbers) {
        int n = numbers.length;
        int run = 8;
        for (int start = 0; start < n; start += run) {
            for (int i = start + 1; i < Math.min(start + run, n); i++) {
                int moved = numbers[i];
                int j = i;
                while (j > start && compare(numbers[j - 1], moved) > 0) {
                    numbers[j] = numbers[j - 1];
                    j--;
                }
                numbers[j] = moved;
            }
        }
        int[] from = numbers;
        int[] to = new int[n];
        for (long width = run; width < n; width *= 2) {
            for (long start = 0; start < n; start += 2 * width) {
                int middle = (int) Math.min(start + width, n);
                int end = (int) Math.min(start + 2 * width, n);
                int a = (int) start;
                int b = middle;
                for (int i = (int) start; i < end; i++) {
                    to[i] = b >= end || a < middle && compare(from[a], from[b]) <= 0 ? from[a++] : from[b++];
                }
            }
            int[] swapped = from;
            from = to;
            to = swapped;
        }
        if (from != numbers) {
            System.arraycopy(from, 0, numbers, 0, n);
        }
    }

    private int compare(int a, int b) {
        return compare(columns, a, columns, b);
    }

    private int compare(Slot[] left, int a, Slot[] right, int b) {
        for (int k = 0; k < order.size(); k++) {
            SortKey key = order.get(k);
            Slot slot = left[key.column()];
            Slot other = right[key.column()];
            boolean aNull = slot.nul[a];
            boolean bNull = other.nul[b];
            if (aNull || bNull) {
                if (aNull != bNull) {
                    return aNull == key.nullsFirst() ? -1 : 1;
                }
                continue;
            }
            int result = switch (slot.repr) {
                case LONG -> Long.compare(slot.l[a], other.l[b]);
                case WIDE -> Wide.compare(slot.h[a], slot.l[a], other.h[b], other.l[b]);
                case DOUBLE -> Ops.lt(slot.d[a], other.d[b]) ? -1 : Ops.lt(other.d[b], slot.d[a]) ? 1 : 0;
                case BOOL -> Boolean.compare(slot.b[a], other.b[b]);
                case STRING -> Arrays.compareUnsigned(slot.s[a], other.s[b]);
            };
            if (result != 0) {
                return key.descending() ? -result : result;
            }
        }
        return 0;
    }
}
