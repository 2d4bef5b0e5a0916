package io.gridmill.loaders.parquet;

import java.io.IOException;
import org.apache.parquet.column.Encoding;

/** Opens the pages of one column of a row group. */
interface ColumnPages {
    /** Forgets the dictionary of the row group before. */
    void start();

    /** @param size how many values it has */
    void dictionary(PageBytes page, int size) throws IOException;

    /**
     * Opens a page's values.
     *
     * @param page the values, behind the levels
     * @param valueCount how many the page has, NULLs among them
     */
    PageValues open(Encoding encoding, PageBytes page, int valueCount) throws IOException;
}
