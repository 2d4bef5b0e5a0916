package io.gridmill.loaders.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.CRC32;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/** Goes through the pages of one column chunk: header, checksum if it has one, decompression. */
final class ChunkPages {
    /** No writer makes larger pages; a damaged header must not make a node allocate more. */
    private static final int MOST_PAGE_BYTES = 1 << 30;

    /**
     * A page, decompressed.
     *
     * @param values how many, NULLs among them
     * @param levels definition levels, if the column may be NULL, else nothing
     */
    record Page(boolean isDictionary, int values, Encoding encoding, PageBytes levels, PageBytes bytes) {}

    private final PageBytes chunk;
    private final PageCodec codec;
    private final boolean optional;
    private final ReusedBytes decompressed;
    private int position;

    /**
     * @param optional whether the column may be NULL, and pages start with levels
     * @param decompressed where the bytes of each page are put
     */
    ChunkPages(PageBytes chunk, PageCodec codec, boolean optional, ReusedBytes decompressed) {
        this.chunk = chunk;
        this.codec = codec;
        this.optional = optional;
        this.decompressed = decompressed;
        position = chunk.from();
    }

    /** The next page, or null behind the last. The bytes of the page before are lost. */
    @Nullable
    Page next() throws IOException {
        int end = chunk.end();
        while (position < end) {
            ByteArrayInputStream stream = new ByteArrayInputStream(chunk.array(), position, end - position);
            PageHeader header = Util.readPageHeader(stream);
            int from = end - stream.available();
            int stored = header.getCompressed_page_size();
            int size = header.getUncompressed_page_size();
            if (stored < 0 || stored > end - from || size < 0 || size > MOST_PAGE_BYTES) {
                throw new DamagedPage("a page must lie within its chunk, with at most " + MOST_PAGE_BYTES
                        + " bytes when decompressed, got " + stored + " and " + size + " bytes, "
                        + (end - from)
                        + " left");
            }
            PageBytes body = new PageBytes(chunk.array(), from, from + stored);
            position = from + stored;
            if (header.isSetCrc()) {
                check(body, header.getCrc());
            }
            switch (header.getType()) {
                case DICTIONARY_PAGE -> {
                    DictionaryPageHeader dictionary = header.getDictionary_page_header();
                    PageBytes bytes = codec.decompress(body, size, decompressed);
                    return page(true, dictionary.getNum_values(), dictionary.getEncoding(), bytes, bytes);
                }
                case DATA_PAGE -> {
                    return first(header.getData_page_header(), codec.decompress(body, size, decompressed));
                }
                case DATA_PAGE_V2 -> {
                    return second(header.getData_page_header_v2(), body, size);
                }
                default -> {
                    // An index page, which holds no values.
                }
            }
        }
        return null;
    }

    private static void check(PageBytes body, int expected) throws DamagedPage {
        CRC32 crc = new CRC32();
        crc.update(body.array(), body.from(), body.end() - body.from());
        if ((int) crc.getValue() != expected) {
            throw new DamagedPage(String.format(
                    "a page must have the checksum %08x, as its header says, got %08x", expected, crc.getValue()));
        }
    }

    private Page first(DataPageHeader header, PageBytes bytes) throws DamagedPage {
        if (!optional) {
            return page(false, header.getNum_values(), header.getEncoding(), bytes, bytes);
        }
        if (header.getDefinition_level_encoding() != Encoding.RLE) {
            throw new DamagedPage(
                    "definition levels must be encoded as RLE, got " + header.getDefinition_level_encoding());
        }
        PageBytes levels = bytes.sized();
        return page(false, header.getNum_values(), header.getEncoding(), levels, bytes.behind(levels));
    }

    private Page second(DataPageHeaderV2 header, PageBytes body, int size) throws DamagedPage {
        int repetitions = header.getRepetition_levels_byte_length();
        int definitions = header.getDefinition_levels_byte_length();
        int length = body.end() - body.from();
        if (repetitions < 0 || definitions < 0 || (long) repetitions + definitions > Math.min(length, size)) {
            throw new DamagedPage("levels must lie within their page, got " + repetitions + " and " + definitions
                    + " bytes of " + length);
        }
        int start = body.from() + repetitions;
        PageBytes levels = new PageBytes(chunk.array(), start, start + definitions);
        PageBytes stored = body.behind(levels);
        PageCodec used = header.isIs_compressed() ? codec : PageCodec.NONE;
        // Nothing at all may stand for no bytes, which is no valid text of any codec.
        boolean nothing = stored.from() == stored.end();
        PageBytes bytes = nothing ? stored : used.decompress(stored, size - repetitions - definitions, decompressed);
        return page(false, header.getNum_values(), header.getEncoding(), levels, bytes);
    }

    private static Page page(
            boolean isDictionary, int values, @Nullable Encoding encoding, PageBytes levels, PageBytes bytes)
            throws DamagedPage {
        if (values < 0 || encoding == null) {
            throw new DamagedPage("a page must have an encoding that is known, and values, got " + encoding + " and "
                    + values + " values");
        }
        return new Page(isDictionary, values, encoding, levels, bytes);
    }
}
