package io.gridmill.loaders.parquet;

import com.github.luben.zstd.Zstd;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.brotli.dec.BrotliInputStream;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/** How pages are decompressed. parquet-java's own codecs are Hadoop's, which bring its configuration and warnings with them. */
enum PageCodec {
    NONE {
        @Override
        int decompress(byte[] page, int from, int length, byte[] to, int size) {
            System.arraycopy(page, from, to, 0, Math.min(length, size));
            return length;
        }
    },
    SNAPPY {
        @Override
        int decompress(byte[] page, int from, int length, byte[] to, int size) throws IOException {
            if (Snappy.uncompressedLength(page, from, length) != size) {
                return -1;
            }
            return Snappy.rawUncompress(page, from, length, to, 0);
        }
    },
    GZIP {
        @Override
        int decompress(byte[] page, int from, int length, byte[] to, int size) throws IOException {
            try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(page, from, length))) {
                int count = stream.readNBytes(to, 0, size);
                return stream.read() < 0 ? count : -1;
            }
        }
    },
    BROTLI {
        @Override
        int decompress(byte[] page, int from, int length, byte[] to, int size) throws IOException {
            try (InputStream stream = new BrotliInputStream(new ByteArrayInputStream(page, from, length))) {
                int count = stream.readNBytes(to, 0, size);
                return stream.read() < 0 ? count : -1;
            }
        }
    },
    ZSTD {
        @Override
        int decompress(byte[] page, int from, int length, byte[] to, int size) {
            return (int) Zstd.decompressByteArray(to, 0, size, page, from, length);
        }
    },
    LZ4_RAW {
        @Override
        int decompress(byte[] page, int from, int length, byte[] to, int size) {
            return new Lz4Decompressor().decompress(page, from, length, to, 0, size);
        }
    };

    /** Null when it is none of these. */
    static @Nullable PageCodec of(CompressionCodecName name) {
        return switch (name) {
            case UNCOMPRESSED -> NONE;
            case SNAPPY -> SNAPPY;
            case GZIP -> GZIP;
            case BROTLI -> BROTLI;
            case ZSTD -> ZSTD;
            case LZ4_RAW -> LZ4_RAW;
            default -> null;
        };
    }

    /** @return bytes written to {@code to}, or a negative number when they would not be {@code size} at most */
    abstract int decompress(byte[] page, int from, int length, byte[] to, int size) throws IOException;

    /** The page's bytes, exactly so many, where they are stored or in the array given. */
    PageBytes decompress(PageBytes page, int size, ReusedBytes decompressed) throws DamagedPage {
        int length = page.end() - page.from();
        if (this == NONE && length == size) {
            return page;
        }
        byte[] to = decompressed.atLeast(size);
        int count;
        try {
            count = decompress(page.array(), page.from(), length, to, size);
        } catch (IOException | RuntimeException e) {
            throw new DamagedPage("a page cannot be decompressed with " + this + ": " + e.getMessage());
        }
        if (count != size) {
            throw new DamagedPage("a page must have " + size + " bytes when decompressed, as its header says"
                    + (count < 0 ? "" : ", got " + count));
        }
        return new PageBytes(to, 0, size);
    }
}
