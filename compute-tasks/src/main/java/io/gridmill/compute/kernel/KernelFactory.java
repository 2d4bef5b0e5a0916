package io.gridmill.compute.kernel;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The kernels of one query: one for each set of inputs that hold NULLs, because code for columns without NULLs is much shorter. Thread-safe.
 */
public final class KernelFactory {
    /** Every input may hold NULL. */
    public static final long ALL_NULLABLE = -1;

    /** More sets than this, and the rest share the kernel that minds NULL everywhere. */
    private static final int MOST_KERNELS = 8;

    private final KernelSpec spec;
    private final Map<Long, CompiledKernel> byNulls = new ConcurrentHashMap<>();

    public KernelFactory(KernelSpec spec) {
        this.spec = spec;
    }

    public KernelSpec spec() {
        return spec;
    }

    /** @param nulls bit n is set when input n may hold NULL; inputs from 63 on always may */
    public CompiledKernel kernel(long nulls) {
        CompiledKernel known = byNulls.get(nulls);
        if (known != null) {
            return known;
        }
        long wanted = byNulls.size() < MOST_KERNELS ? nulls : ALL_NULLABLE;
        return byNulls.computeIfAbsent(wanted, this::compile);
    }

    private CompiledKernel compile(long nulls) {
        KernelSource source = new KernelSource(spec, n -> n >= 63 || (nulls >>> n & 1) != 0);
        String text = source.write();
        return new CompiledKernel(
                KernelCache.classOf(text), text, source.symbols.constants(), source.symbols.places(), source.rowCounts);
    }
}
