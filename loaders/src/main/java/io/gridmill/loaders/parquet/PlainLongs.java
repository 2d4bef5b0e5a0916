package io.gridmill.loaders.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** Reads values as they stand one after the other (encoding PLAIN) as longs; floating point as its raw bits. */
final class PlainLongs {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final PrimitiveTypeName type;
    private final int fixedBytes;
    private final @Nullable BytesToLong bytesToLong;
    private final byte[] bytes;
    private final int end;
    private int position;
    private int bit;

    PlainLongs(PrimitiveType type, @Nullable BytesToLong bytesToLong, PageBytes page) {
        this.type = type.getPrimitiveTypeName();
        this.fixedBytes = ParquetTypes.fixedBytes(type);
        this.bytesToLong = bytesToLong;
        bytes = page.array();
        position = page.from();
        end = page.end();
    }

    void read(long[] to, int from, int count) throws DamagedPage {
        if ((long) count * fixedBytes > end - position) {
            throw ended(count);
        }
        switch (type) {
            case BOOLEAN -> readBits(to, from, count);
            case INT32, FLOAT -> {
                for (int i = 0; i < count; i++) {
                    to[from + i] = (int) INTS.get(bytes, position + Integer.BYTES * i);
                }
            }
            case INT64, DOUBLE -> {
                for (int i = 0; i < count; i++) {
                    to[from + i] = (long) LONGS.get(bytes, position + Long.BYTES * i);
                }
            }
            case INT96, FIXED_LEN_BYTE_ARRAY -> {
                BytesToLong value = bytesToLong();
                for (int i = 0; i < count; i++) {
                    to[from + i] = value.of(bytes, position + fixedBytes * i, fixedBytes);
                }
            }
            case BINARY -> readSized(to, from, count);
        }
        position += count * fixedBytes;
    }

    private BytesToLong bytesToLong() {
        if (bytesToLong == null) {
            throw new IllegalStateException(
                    "values of type " + type + " are bytes, and nothing says how they are numbers");
        }
        return bytesToLong;
    }

    private void readBits(long[] to, int from, int count) throws DamagedPage {
        if ((bit + (long) count + 7) / 8 > end - position) {
            throw ended(count);
        }
        for (int i = 0; i < count; i++) {
            to[from + i] = bytes[position + (bit >> 3)] >> (bit & 7) & 1;
            bit++;
        }
    }

    private void readSized(long[] to, int from, int count) throws DamagedPage {
        BytesToLong value = bytesToLong();
        for (int i = 0; i < count; i++) {
            PageBytes sized = new PageBytes(bytes, position, end).sized();
            to[from + i] = value.of(bytes, sized.from(), sized.end() - sized.from());
            position = sized.end();
        }
    }

    private DamagedPage ended(int count) {
        return new DamagedPage(
                "a page must hold " + count + " more values of " + type + ", got " + (end - position) + " bytes");
    }
}
