package io.gridmill.loaders.arrow;

import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.Source;
import io.gridmill.core.source.SourceSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.compression.NoCompressionCodec;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Writes files and streams by Arrow's own writers. */
final class ArrowFiles {
    /** Fills the root with one batch, its row count set. */
    interface Filler {
        void fill(VectorSchemaRoot root, int batch);
    }

    private ArrowFiles() {}

    static void write(Path file, boolean stream, Schema schema, BufferAllocator allocator, int batches, Filler filler)
            throws IOException {
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
            write(file, stream, root, null, CodecType.NO_COMPRESSION, batches, filler);
        }
    }

    static void write(
            Path file,
            boolean stream,
            VectorSchemaRoot root,
            @Nullable DictionaryProvider dictionaries,
            CodecType compression,
            int batches,
            Filler filler)
            throws IOException {
        CompressionCodec.Factory codecs = compression == CodecType.NO_COMPRESSION
                ? NoCompressionCodec.Factory.INSTANCE
                : CommonsCompressionFactory.INSTANCE;
        try (OutputStream out = Files.newOutputStream(file);
                WritableByteChannel channel = Channels.newChannel(out);
                ArrowWriter writer = stream
                        ? new ArrowStreamWriter(root, dictionaries, channel, IpcOption.DEFAULT, codecs, compression)
                        : new ArrowFileWriter(
                                root, dictionaries, channel, Map.of(), IpcOption.DEFAULT, codecs, compression)) {
            writer.start();
            for (int batch = 0; batch < batches; batch++) {
                filler.fill(root, batch);
                writer.writeBatch();
            }
            writer.end();
        }
    }

    static Source open(Path file, @Nullable String columns) {
        return new ArrowFormat()
                .open(new SourceSpec(
                        "arrow",
                        List.of(file.toString()),
                        columns == null ? null : TableSchema.parse(columns),
                        Map.of()));
    }
}
