package io.gridmill.loaders.parquet;

import io.gridmill.loaders.columns.TextColumn;
import io.gridmill.loaders.columns.TextDictionary;
import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.values.ValuesReader;

/** Opens pages of texts. */
final class TextPages implements ColumnPages {
    private final ColumnDescriptor descriptor;
    private final TextColumn column;
    private final int[] ids = new int[TextColumn.MAX_ROWS];
    private TextDictionary dictionary = TextDictionary.EMPTY;

    TextPages(ColumnDescriptor descriptor, TextColumn column) {
        this.descriptor = descriptor;
        this.column = column;
    }

    @Override
    public void start() {
        dictionary = TextDictionary.EMPTY;
    }

    ColumnDescriptor descriptor() {
        return descriptor;
    }

    /** Bytes of the longest text of the dictionary. */
    int longest() {
        return dictionary.longest();
    }

    @Override
    public void dictionary(PageBytes page, int size) throws IOException {
        PageBytes rest = page;
        if (size < 0 || size > (rest.end() - rest.from()) / Integer.BYTES) {
            throw new DamagedPage(
                    "a dictionary of " + (rest.end() - rest.from()) + " bytes cannot have " + size + " texts");
        }
        int[] starts = new int[size];
        int[] ends = new int[size];
        for (int i = 0; i < size; i++) {
            PageBytes text = rest.sized();
            starts[i] = text.from();
            ends[i] = text.end();
            rest = rest.behind(text);
        }
        dictionary = new TextDictionary(Arrays.copyOf(page.array(), page.end() + TextColumn.SHORT), starts, ends);
    }

    @Override
    public PageValues open(Encoding encoding, PageBytes page, int valueCount) throws IOException {
        switch (encoding) {
            case PLAIN -> {
                return new Plain(page);
            }
            case PLAIN_DICTIONARY, RLE_DICTIONARY -> {
                return indexed(RunLengths.ids(page));
            }
            default -> {
                ValuesReader reader = encoding.getValuesReader(descriptor, ValuesType.VALUES);
                reader.initFromPage(valueCount, ByteBufferInputStream.wrap(page.buffer()));
                return (row, count) -> {
                    for (int i = 0; i < count; i++) {
                        byte[] text = reader.readBytes().getBytesUnsafe();
                        column.put(row + i, text, 0, text.length);
                    }
                };
            }
        }
    }

    private PageValues indexed(RunLengths runs) {
        return (row, count) -> {
            runs.read(ids, 0, count);
            requireBelow(dictionary.size(), count);
            column.putPlaces(row, ids, count, dictionary);
        };
    }

    private void requireBelow(int size, int count) throws DamagedPage {
        int outside = 0;
        for (int i = 0; i < count; i++) {
            outside |= ids[i] | size - 1 - ids[i];
        }
        if (outside < 0) {
            int bad = Arrays.stream(ids, 0, count)
                    .filter(id -> id < 0 || id >= size)
                    .findFirst()
                    .orElseThrow();
            throw new DamagedPage("a place in a dictionary must be below " + size + ", its texts, got "
                    + Integer.toUnsignedString(bad));
        }
    }

    private final class Plain implements PageValues {
        private final byte[] bytes;
        private final int end;
        private int position;

        Plain(PageBytes page) {
            bytes = page.array();
            end = page.end();
            position = page.from();
        }

        @Override
        public void read(int row, int count) throws DamagedPage {
            for (int i = 0; i < count; i++) {
                int start = position + Integer.BYTES;
                int length = start > end ? -1 : RunLengths.littleEndianInt(bytes, position);
                if (length < 0 || length > end - start) {
                    throw new DamagedPage("a text must lie within its page, got " + length + " bytes from byte " + start
                            + " of " + end);
                }
                column.put(row + i, bytes, start, length);
                position = start + length;
            }
        }
    }
}
