package io.gridmill.compute.run;

/** Rows that are read, filtered and computed together: few enough that their arrays stay in the nearest caches. */
final class Block {
    static final int ROWS = 2048;

    private Block() {}
}
