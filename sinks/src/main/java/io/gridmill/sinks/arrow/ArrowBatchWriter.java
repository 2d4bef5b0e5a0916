package io.gridmill.sinks.arrow;

import io.gridmill.sinks.files.FileFormat.FileWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.ipc.message.ArrowFooter;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Writes batches into one Arrow IPC file. Arrow's own writer holds on to one root, which batches from a journal do not share. Not
 * thread-safe.
 *
 * <table>
 * <caption>The file</caption>
 * <tr><th>bytes</th><th>what</th></tr>
 * <tr><td>8</td><td>magic {@code ARROW1} and padding</td></tr>
 * <tr><td>...</td><td>a stream: schema, record batches, its end</td></tr>
 * <tr><td>...</td><td>footer: the schema, and where the record batches lie</td></tr>
 * <tr><td>4, 6</td><td>length of the footer, little-endian; magic</td></tr>
 * </table>
 */
final class ArrowBatchWriter implements FileWriter {
    private static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private final WriteChannel channel;
    private final Schema schema;
    private final List<ArrowBlock> blocks = new ArrayList<>();
    private long rows;

    ArrowBatchWriter(OutputStream out, Schema schema) throws IOException {
        this.out = out;
        this.schema = schema;
        channel = new WriteChannel(Channels.newChannel(out));
        channel.write(MAGIC);
        channel.align();
        MessageSerializer.serialize(channel, schema);
    }

    @Override
    public void write(VectorSchemaRoot batch) throws IOException {
        if (batch.getRowCount() == 0) {
            return;
        }
        try (ArrowRecordBatch message = new VectorUnloader(batch).getRecordBatch()) {
            blocks.add(MessageSerializer.serialize(channel, message));
        }
        rows += batch.getRowCount();
    }

    @Override
    public long finish() throws IOException {
        ArrowStreamWriter.writeEndOfStream(channel, IpcOption.DEFAULT);
        long start = channel.getCurrentPosition();
        channel.write(new ArrowFooter(schema, List.of(), blocks), false);
        channel.writeIntLittleEndian((int) (channel.getCurrentPosition() - start));
        channel.write(MAGIC);
        out.flush();
        return rows;
    }

    @Override
    public void close() {
        // holds heap memory only
    }
}
