package io.gridmill.cli.demo.rows;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/** The pages of a row group, in a file that is in memory: version 1, SNAPPY, ZSTD or uncompressed. */
final class ParquetPages implements PageReadStore {
    private final byte[] file;
    private final MessageType message;
    private final RowGroup group;

    ParquetPages(byte[] file, MessageType message, RowGroup group) {
        this.file = file;
        this.message = message;
        this.group = group;
    }

    @Override
    public PageReader getPageReader(ColumnDescriptor column) {
        ColumnMetaData chunk = group.getColumns()
                .get(message.getFieldIndex(column.getPath()[0]))
                .getMeta_data();
        return new Pages(column, chunk);
    }

    @Override
    public long getRowCount() {
        return group.getNum_rows();
    }

    private final class Pages implements PageReader {
        private final ColumnDescriptor column;
        private final ColumnMetaData chunk;
        private final ByteArrayInputStream in;
        private long values;

        Pages(ColumnDescriptor column, ColumnMetaData chunk) {
            this.column = column;
            this.chunk = chunk;
            long start = chunk.isSetDictionary_page_offset() && chunk.getDictionary_page_offset() > 0
                    ? Math.min(chunk.getDictionary_page_offset(), chunk.getData_page_offset())
                    : chunk.getData_page_offset();
            this.in = new ByteArrayInputStream(
                    file, Math.toIntExact(start), Math.toIntExact(chunk.getTotal_compressed_size()));
        }

        @Override
        public @Nullable DictionaryPage readDictionaryPage() {
            in.mark(0);
            PageHeader header = header();
            if (header.getType() != PageType.DICTIONARY_PAGE) {
                in.reset();
                return null;
            }
            return new DictionaryPage(
                    content(header),
                    header.getDictionary_page_header().getNum_values(),
                    Encoding.valueOf(
                            header.getDictionary_page_header().getEncoding().name()));
        }

        @Override
        public long getTotalValueCount() {
            return chunk.getNum_values();
        }

        @Override
        public @Nullable DataPage readPage() {
            if (values >= chunk.getNum_values()) {
                return null;
            }
            PageHeader header = header();
            if (header.getType() != PageType.DATA_PAGE) {
                throw new IllegalArgumentException("a page must be of version 1, got " + header.getType());
            }
            DataPageHeader data = header.getData_page_header();
            values += data.getNum_values();
            return new DataPageV1(
                    content(header),
                    data.getNum_values(),
                    header.getUncompressed_page_size(),
                    Statistics.noopStats(column.getPrimitiveType()),
                    Encoding.valueOf(data.getRepetition_level_encoding().name()),
                    Encoding.valueOf(data.getDefinition_level_encoding().name()),
                    Encoding.valueOf(data.getEncoding().name()));
        }

        private PageHeader header() {
            try {
                return Util.readPageHeader(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private BytesInput content(PageHeader header) {
            try {
                byte[] bytes = in.readNBytes(header.getCompressed_page_size());
                CompressionCodec codec = chunk.getCodec();
                return BytesInput.from(
                        switch (codec) {
                            case UNCOMPRESSED -> bytes;
                            case SNAPPY -> Snappy.uncompress(bytes);
                            case ZSTD -> Zstd.decompress(bytes, header.getUncompressed_page_size());
                            default -> throw new IllegalArgumentException("codec " + codec + " is not read");
                        });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
