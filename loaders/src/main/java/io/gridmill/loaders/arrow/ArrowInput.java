package io.gridmill.loaders.arrow;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.loaders.columns.FileColumn;
import io.gridmill.loaders.files.StoredFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One open file or stream, and the messages in it. What goes wrong comes out as an error that names the file.
 *
 * <p>A file starts with the magic {@code ARROW1} and ends with a footer of Flatbuffers that says where its messages are, 4 bytes of its length,
 * little-endian, and the magic again; between them lies a stream: messages, one behind the other, the schema first.
 */
final class ArrowInput implements AutoCloseable {
    private static final String MAGIC = "ARROW1";
    private static final String OLD_FEATHER_MAGIC = "FEA1";
    private static final int TAIL_BYTES = Integer.BYTES + 6;
    private static final int LEAST_BYTES = 8 + TAIL_BYTES;

    private final String name;
    private final FileChannel channel;
    private final List<Message> batches = new ArrayList<>();
    private final List<Message> dictionaries = new ArrayList<>();
    private final boolean isFile;
    private List<Field> fields = List.of();

    private ArrowInput(String name, FileChannel channel, boolean isFile) {
        this.name = name;
        this.channel = channel;
        this.isFile = isFile;
    }

    /** @throws GridmillException DATA for a file that is not whole or no Arrow, EXTERNAL when it cannot be read */
    static ArrowInput open(StoredFile file) {
        String name = file.path().toString();
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file.path(), StandardOpenOption.READ);
            if (startsWith(channel, file.size(), OLD_FEATHER_MAGIC)) {
                throw GridmillException.user(
                        name + " is a Feather file of version 1, which is not read; write version 2");
            }
            ArrowInput input = new ArrowInput(name, channel, startsWith(channel, file.size(), MAGIC));
            if (input.isFile) {
                input.readFooter(file.size());
            } else {
                input.walk(file.size());
            }
            channel = null;
            return input;
        } catch (IOException | RuntimeException | AssertionError e) {
            throw failure(name, e);
        } finally {
            close(channel);
        }
    }

    private static boolean startsWith(FileChannel channel, long size, String magic) throws IOException {
        return size >= magic.length() && isText(Message.bytes(channel, 0, magic.length()), magic);
    }

    private static boolean isText(ByteBuffer bytes, String text) {
        return StandardCharsets.ISO_8859_1.decode(bytes).toString().equals(text);
    }

    private void readFooter(long size) throws IOException {
        if (size < LEAST_BYTES) {
            throw new DamagedMessage("a file must have a footer, it has " + size + " bytes");
        }
        ByteBuffer tail = Message.bytes(channel, size - TAIL_BYTES, TAIL_BYTES);
        int length = tail.getInt();
        if (!isText(tail, MAGIC)) {
            throw new DamagedMessage(
                    "a file must start and end with " + MAGIC + ", and does not end with it; was it cut off?");
        }
        if (length <= 0 || length > size - LEAST_BYTES) {
            throw new DamagedMessage("the footer must lie within the file, got " + length + " bytes of " + size);
        }
        Footer footer = Footer.getRootAsFooter(Message.bytes(channel, size - TAIL_BYTES - length, length));
        takeSchema(footer.schema());
        for (int i = 0; i < footer.dictionariesLength(); i++) {
            take(footer.dictionaries(i), size);
        }
        for (int i = 0; i < footer.recordBatchesLength(); i++) {
            take(footer.recordBatches(i), size);
        }
        batches.sort(Comparator.comparingLong(Message::offset));
    }

    private void take(Block block, long size) throws IOException {
        Message message = Message.read(channel, block.offset(), size);
        if (message == null || message.schema() != null) {
            throw new DamagedMessage("the footer names a record batch at byte " + block.offset() + " where none is");
        }
        (message.isRecordBatch() ? batches : dictionaries).add(message);
    }

    private void walk(long size) throws IOException {
        long at = 0;
        boolean first = true;
        while (first || at < size) {
            Message message = Message.read(channel, at, size);
            if (message == null) {
                break;
            }
            if (first != (message.schema() != null)) {
                throw new DamagedMessage("a stream must start with its schema, and have no other");
            }
            if (first) {
                takeSchema(message.schema());
            } else {
                (message.isRecordBatch() ? batches : dictionaries).add(message);
            }
            first = false;
            at = message.end();
        }
        if (first) {
            throw new DamagedMessage("a stream must start with its schema");
        }
    }

    private void takeSchema(org.apache.arrow.flatbuf.@Nullable Schema schema) throws DamagedMessage {
        if (schema == null || schema.endianness() != Endianness.Little) {
            throw new DamagedMessage("its schema must be there, and numbers little-endian");
        }
        fields = Schema.convertSchema(schema).getFields();
    }

    String name() {
        return name;
    }

    FileChannel channel() {
        return channel;
    }

    /** A dictionary-encoded one has the type of its values. */
    List<Field> fields() {
        return fields;
    }

    List<FileColumn> columns() {
        return fields.stream().map(ArrowTypes::column).toList();
    }

    /** In order of their place. */
    List<Message> batches() {
        return batches;
    }

    /** The message that holds a dictionary as a record batch sees it: in a stream, the last one before it. */
    Message dictionary(long id, Message batch) throws DamagedMessage {
        Message found = null;
        for (Message dictionary : dictionaries) {
            boolean counts = isFile || dictionary.offset() < batch.offset();
            if (counts && dictionary.dictionary() != null && dictionary.dictionary() == id) {
                found = dictionary;
            }
        }
        if (found == null) {
            throw new DamagedMessage("dictionary " + id + " is not there");
        }
        return found;
    }

    /** An error while something was read. What is damaged makes Flatbuffers throw whatever comes, in words that say nothing of the file. */
    static GridmillException failure(String file, Throwable e) {
        if (e instanceof GridmillException ours) {
            return ours;
        } else if (e instanceof FileSystemException || e instanceof ClosedChannelException) {
            return GridmillException.external("cannot read " + file + ": " + e, e);
        }
        String message = e instanceof DamagedMessage
                ? " is not a whole Arrow file or stream: " + e.getMessage()
                : " is not a readable Arrow file or stream: its metadata is damaged, or of a kind that is not known here";
        return new GridmillException(ErrorCode.DATA, file + message, e);
    }

    private static void close(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        close(channel);
    }
}
