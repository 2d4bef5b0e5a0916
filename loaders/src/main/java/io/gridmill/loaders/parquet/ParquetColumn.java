package io.gridmill.loaders.parquet;

import io.gridmill.loaders.columns.BatchColumn;
import java.io.IOException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.jspecify.annotations.Nullable;

/** Reads one column of one row group after the other, page by page, levels and values, into a batch's column. */
final class ParquetColumn {
    private final ColumnDescriptor descriptor;
    private final BatchColumn column;
    private final ColumnPages pages;
    private final ReusedBytes stored = new ReusedBytes();
    private final ReusedBytes decompressed = new ReusedBytes();
    private @Nullable ChunkPages chunk;
    private @Nullable RunLengths levels;
    private PageValues values = (row, count) -> {};
    private int left;

    ParquetColumn(ColumnDescriptor descriptor, BatchColumn column, ColumnPages pages) {
        this.descriptor = descriptor;
        this.column = column;
        this.pages = pages;
    }

    ColumnDescriptor descriptor() {
        return descriptor;
    }

    /** Starts a row group. Reads up to the first page of values, so that the dictionary is known. */
    void open(ParquetFile file, RowGroup group) throws IOException {
        chunk = file.pages(file.chunk(group, descriptor), descriptor, stored, decompressed);
        pages.start();
        nextPage();
    }

    void read(int rows) throws IOException {
        int at = 0;
        while (at < rows) {
            while (left == 0) {
                nextPage();
            }
            int count = Math.min(left, rows - at);
            int defined = count;
            if (levels == null) {
                column.allDefined(at, count);
            } else {
                defined = levels.readFlags(column.defined(), at, count);
            }
            values.read(at, defined);
            column.spread(at, count, defined);
            at += count;
            left -= count;
        }
    }

    private void nextPage() throws IOException {
        ChunkPages.Page page = chunk == null ? null : chunk.next();
        if (page != null && page.isDictionary()) {
            pages.dictionary(page.bytes(), page.values());
            page = chunk == null ? null : chunk.next();
        }
        if (page == null || page.isDictionary()) {
            throw new DamagedPage("its pages have fewer values than the row group has rows");
        }
        left = page.values();
        levels = descriptor.getMaxDefinitionLevel() == 0
                ? null
                : new RunLengths(
                        page.levels().array(),
                        page.levels().from(),
                        page.levels().end(),
                        1);
        values = pages.open(Encoding.valueOf(page.encoding().name()), page.bytes(), left);
    }
}
