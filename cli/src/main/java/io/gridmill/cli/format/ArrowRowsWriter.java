package io.gridmill.cli.format;

import io.gridmill.core.schema.TableSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.ipc.message.MessageSerializer;

/** An uncompressed Arrow IPC stream, straight from each batch's buffers. */
final class ArrowRowsWriter implements RowsWriter {
    private final OutputStream out;
    private final WriteChannel channel;

    ArrowRowsWriter(TableSchema schema, OutputStream out) throws IOException {
        this.out = out;
        WritableByteChannel bytes = Channels.newChannel(out);
        this.channel = new WriteChannel(bytes);
        MessageSerializer.serialize(channel, schema.toArrow());
    }

    @Override
    public void write(VectorSchemaRoot batch) throws IOException {
        try (ArrowRecordBatch message = new VectorUnloader(batch).getRecordBatch()) {
            MessageSerializer.serialize(channel, message);
        }
    }

    @Override
    public void end() throws IOException {
        ArrowStreamWriter.writeEndOfStream(channel, IpcOption.DEFAULT);
        out.flush();
    }
}
