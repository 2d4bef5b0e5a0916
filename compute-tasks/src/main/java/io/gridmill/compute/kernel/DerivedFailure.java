package io.gridmill.compute.kernel;

/** A kernel used a derived value whose computation had failed; the reader of that input knows why. */
public final class DerivedFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int input;
    private final int row;

    public DerivedFailure(int input, int row) {
        super("derived input " + input + " failed in row " + row + " of the block", null, false, false);
        this.input = input;
        this.row = row;
    }

    public int input() {
        return input;
    }

    /** Row within the block. */
    public int row() {
        return row;
    }
}
