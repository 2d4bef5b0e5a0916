package io.gridmill.compute.kernel;

/** A rule that a row broke inside a kernel; whoever runs the kernel adds the expression's text and position. */
public final class KernelFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int place;

    /**
     * @param place index into {@link KernelFactory#places()}
     * @param rule what was broken, with the values
     */
    public KernelFailure(int place, String rule) {
        super(rule, null, false, false);
        this.place = place;
    }

    public int place() {
        return place;
    }
}
