package io.gridmill.compute.kernel;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The kernels of one query, one for each shape of chunk that it meets: code for columns without NULLs that reads narrow integers where they
 * lie is much shorter and faster than code for everything. Thread-safe.
 */
public final class KernelFactory {
    /** More shapes than this, and the rest share the general kernel. */
    private static final int MOST_KERNELS = 8;

    private final KernelSpec spec;
    private final Ranges ranges;
    private volatile @Nullable KernelFactory latest;
    private final Map<KernelShape, CompiledKernel> byShape = new ConcurrentHashMap<>();

    public KernelFactory(KernelSpec spec) {
        this(spec, Ranges.OF_TYPES);
    }

    private KernelFactory(KernelSpec spec, Ranges ranges) {
        this.spec = spec;
        this.ranges = ranges;
    }

    /** Kernels for inputs whose values are known to lie in ranges; the same as last time for the same ranges, as when a job is repeated. */
    public KernelFactory over(Ranges known) {
        KernelFactory last = latest;
        if (last == null || !last.ranges.equals(known)) {
            last = new KernelFactory(spec, known);
            latest = last;
        }
        return last;
    }

    public KernelSpec spec() {
        return spec;
    }

    public CompiledKernel general() {
        return kernel(KernelShape.general(spec.inputs().size()));
    }

    /** The kernel for a shape, or the general one; {@link CompiledKernel#shape()} tells. */
    public CompiledKernel kernel(KernelShape shape) {
        CompiledKernel known = byShape.get(shape);
        if (known != null) {
            return known;
        }
        KernelShape wanted = byShape.size() < MOST_KERNELS
                ? shape
                : KernelShape.general(spec.inputs().size());
        return byShape.computeIfAbsent(wanted, this::compile);
    }

    private CompiledKernel compile(KernelShape shape) {
        KernelSource source = new KernelSource(spec, shape, ranges);
        String text = source.write();
        return new CompiledKernel(
                KernelCache.classOf(text),
                text,
                shape,
                source.symbols.constants(),
                source.symbols.places(),
                source.rowCounts,
                source.groupCodes);
    }
}
