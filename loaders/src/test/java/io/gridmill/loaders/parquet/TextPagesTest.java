package io.gridmill.loaders.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.batch.TextRows;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.loaders.columns.BatchColumns;
import io.gridmill.loaders.columns.TextColumn;
import java.io.IOException;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;

class TextPagesTest {
    private static final ColumnDescriptor DESCRIPTOR = MessageTypeParser.parseMessageType(
                    "message m { required binary s (STRING); }")
            .getColumns()
            .get(0);
    private static final byte[] DICTIONARY = {1, 0, 0, 0, 'a', 2, 0, 0, 0, 'b', 'b'};

    private static PageBytes page(int... bytes) {
        byte[] page = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            page[i] = (byte) bytes[i];
        }
        return new PageBytes(page, 0, page.length);
    }

    /** A page of two values of 2 bits. */
    private static PageBytes places(int first, int second) {
        return page(2, 3, first | second << 2, 0);
    }

    @Test
    void aPlaceBeyondTheDictionaryIsDamage() throws IOException {
        try (RootAllocator allocator = new RootAllocator();
                BatchColumns batch =
                        new BatchColumns(TableSchema.parse("s VARCHAR"), "f", allocator, RejectHandler.FAIL)) {
            TextPages pages = new TextPages(DESCRIPTOR, (TextColumn) batch.column(0));
            pages.dictionary(new PageBytes(DICTIONARY, 0, DICTIONARY.length), 2);
            batch.start();
            batch.column(0).allDefined(0, 2);
            pages.open(Encoding.RLE_DICTIONARY, places(1, 0), 2).read(0, 2);
            VectorSchemaRoot root = batch.finish(2, () -> 1);
            TextRows texts = TextRows.of(root.getVector(0), batch);
            assertThat(texts.places()).isNotNull();
            assertThat(texts.length(0)).isEqualTo(2);
            assertThat(texts.length(1)).isEqualTo(1);

            for (int bad : new int[] {2, 3}) {
                assertThatThrownBy(() -> pages.open(Encoding.RLE_DICTIONARY, places(1, bad), 2)
                                .read(0, 2))
                        .isInstanceOf(DamagedPage.class)
                        .hasMessage("a place in a dictionary must be below 2, its texts, got " + bad);
            }
            pages.start();
            assertThatThrownBy(() ->
                            pages.open(Encoding.RLE_DICTIONARY, places(0, 0), 2).read(0, 2))
                    .hasMessageContaining("below 0");
        }
    }
}
