package io.gridmill.sinks.parquet;

import com.github.luben.zstd.Zstd;
import io.gridmill.core.error.GridmillException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** How pages are compressed. parquet-java's own codecs are Hadoop's, which bring its configuration and warnings with them. */
enum Compression implements BytesInputCompressor {
    SNAPPY(CompressionCodecName.SNAPPY) {
        @Override
        public BytesInput compress(BytesInput page) throws IOException {
            return BytesInput.from(Snappy.compress(page.toByteArray()));
        }
    },
    ZSTD(CompressionCodecName.ZSTD) {
        @Override
        public BytesInput compress(BytesInput page) throws IOException {
            return BytesInput.from(Zstd.compress(page.toByteArray(), ZSTD_LEVEL));
        }
    },
    GZIP(CompressionCodecName.GZIP) {
        @Override
        public BytesInput compress(BytesInput page) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                page.writeAllTo(gzip);
            }
            return BytesInput.from(bytes.toByteArray());
        }
    },
    NONE(CompressionCodecName.UNCOMPRESSED) {
        @Override
        public BytesInput compress(BytesInput page) {
            return page;
        }
    };

    private static final int ZSTD_LEVEL = 3;

    private final CompressionCodecName codec;

    Compression(CompressionCodecName codec) {
        this.codec = codec;
    }

    static Compression parse(String text) {
        for (Compression compression : values()) {
            if (compression.toString().equals(text)) {
                return compression;
            }
        }
        throw GridmillException.user("option 'compression' must be one of "
                + Arrays.stream(values()).map(Compression::toString).collect(Collectors.joining(", ")) + ", got '"
                + text
                + "' [sink=parquet]");
    }

    @Override
    public CompressionCodecName getCodecName() {
        return codec;
    }

    @Override
    public void release() {
        // keeps no buffers
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
