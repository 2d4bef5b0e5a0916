package io.gridmill.loaders.parquet;

import io.gridmill.loaders.columns.Conversion;
import io.gridmill.loaders.columns.LongColumn;
import java.io.IOException;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** Opens pages of values that become longs. */
final class LongPages implements ColumnPages {
    private final ColumnDescriptor descriptor;
    private final PrimitiveType type;
    private final LongColumn column;
    private final Conversion conversion;
    private final @Nullable BytesToLong bytesToLong;
    private final int[] ids = new int[LongColumn.MAX_ROWS];
    private long[] dictionary = {};

    LongPages(ColumnDescriptor descriptor, LongColumn column, Conversion conversion) {
        this.descriptor = descriptor;
        this.type = descriptor.getPrimitiveType();
        this.column = column;
        this.conversion = conversion;
        this.bytesToLong = ParquetTypes.bytes(type, column.badValues());
    }

    @Override
    public void start() {
        dictionary = new long[0];
        column.badValues().clear();
    }

    @Override
    public void dictionary(PageBytes page, int size) throws IOException {
        // A damaged header must not make it allocate more than there can be.
        if (size < 0 || size > page.end() - page.from()) {
            throw new DamagedPage(
                    "a dictionary of " + (page.end() - page.from()) + " bytes cannot have " + size + " values");
        }
        dictionary = new long[size];
        new PlainLongs(type, bytesToLong, page).read(dictionary, 0, size);
        conversion.apply(dictionary, 0, size);
    }

    @Override
    public PageValues open(Encoding encoding, PageBytes page, int valueCount) throws IOException {
        switch (encoding) {
            case PLAIN -> {
                PlainLongs plain = new PlainLongs(type, bytesToLong, page);
                return converted(plain::read);
            }
            case PLAIN_DICTIONARY, RLE_DICTIONARY -> {
                return indexed(RunLengths.ids(page));
            }
            case RLE -> {
                PageBytes runs = page.sized();
                return bits(new RunLengths(runs.array(), runs.from(), runs.end(), 1));
            }
            default -> {
                ValuesReader reader = encoding.getValuesReader(descriptor, ValuesType.VALUES);
                reader.initFromPage(valueCount, ByteBufferInputStream.wrap(page.buffer()));
                return converted((to, from, count) -> one(reader, to, from, count));
            }
        }
    }

    private interface Longs {
        void read(long[] to, int from, int count) throws DamagedPage;
    }

    private PageValues converted(Longs longs) {
        return (row, count) -> {
            longs.read(column.values(), row, count);
            conversion.apply(column.values(), row, count);
        };
    }

    private PageValues indexed(RunLengths runs) {
        return (row, count) -> {
            runs.read(ids, 0, count);
            long[] to = column.values();
            long[] from = dictionary;
            for (int i = 0; i < count; i++) {
                to[row + i] = from[ids[i]];
            }
        };
    }

    private PageValues bits(RunLengths runs) {
        return (row, count) -> {
            runs.read(ids, 0, count);
            for (int i = 0; i < count; i++) {
                column.values()[row + i] = ids[i];
            }
        };
    }

    private void one(ValuesReader reader, long[] to, int from, int count) {
        PrimitiveTypeName physical = type.getPrimitiveTypeName();
        for (int i = from; i < from + count; i++) {
            to[i] = switch (physical) {
                case BOOLEAN -> reader.readBoolean() ? 1 : 0;
                case INT32 -> reader.readInteger();
                case INT64 -> reader.readLong();
                case FLOAT -> Float.floatToRawIntBits(reader.readFloat());
                case DOUBLE -> Double.doubleToRawLongBits(reader.readDouble());
                case INT96, FIXED_LEN_BYTE_ARRAY, BINARY -> fromBytes(reader.readBytes());
            };
        }
    }

    private long fromBytes(Binary value) {
        if (bytesToLong == null) {
            throw new IllegalStateException(
                    "values of type " + type + " are bytes, and nothing says how they are numbers");
        }
        byte[] bytes = value.getBytesUnsafe();
        return bytesToLong.of(bytes, 0, bytes.length);
    }
}
