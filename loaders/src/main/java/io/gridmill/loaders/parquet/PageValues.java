package io.gridmill.loaders.parquet;

/** The values of a page, without NULLs, in their order. Whatever is not there makes it throw. */
interface PageValues {
    /**
     * Puts the next values into the column from a row on, without gaps.
     *
     * @throws DamagedPage or any RuntimeException when the page does not hold them
     */
    void read(int row, int count) throws DamagedPage;
}
