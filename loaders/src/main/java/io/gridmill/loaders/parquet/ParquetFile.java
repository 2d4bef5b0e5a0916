package io.gridmill.loaders.parquet;

import io.gridmill.core.error.GridmillException;
import io.gridmill.loaders.columns.FileColumn;
import io.gridmill.loaders.files.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * One open file, and what its footer says. What parquet-java throws comes out as an error that names the file.
 *
 * <p>The file starts with the magic {@code PAR1} and ends with the footer, 4 bytes of its length, little-endian, and the magic again.
 */
final class ParquetFile implements AutoCloseable {
    private static final Pattern UNREAD = Pattern.compile("can not read class [\\w.]*?(\\w+): .*", Pattern.DOTALL);
    private static final String MAGIC = "PAR1";
    private static final String ENCRYPTED_MAGIC = "PARE";
    private static final int TAIL_BYTES = 8;
    private static final int MOST_CHUNK_BYTES = Integer.MAX_VALUE - 64;
    private static final int LEAST_BYTES = MAGIC.length() + TAIL_BYTES;

    private final String name;
    private final FileChannel channel;
    private final ParquetMetadata footer;

    private ParquetFile(String name, FileChannel channel, ParquetMetadata footer) {
        this.name = name;
        this.channel = channel;
        this.footer = footer;
    }

    /** @throws GridmillException DATA for a file that is not whole or not Parquet, EXTERNAL when it cannot be read */
    static ParquetFile open(StoredFile file) {
        String name = file.path().toString();
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file.path(), StandardOpenOption.READ);
            ParquetFile opened = new ParquetFile(name, channel, footer(name, channel, file.size()));
            channel = null;
            return opened;
        } catch (IOException | RuntimeException e) {
            throw failure(name, "its footer", e);
        } finally {
            close(channel);
        }
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

    private static ParquetMetadata footer(String name, FileChannel channel, long size) throws IOException {
        if (size < LEAST_BYTES) {
            throw GridmillException.data(
                    name + " is not a Parquet file: it has " + size + " bytes, fewer than " + LEAST_BYTES);
        }
        byte[] tail = read(channel, size - TAIL_BYTES, TAIL_BYTES);
        String magic = new String(tail, Integer.BYTES, MAGIC.length(), StandardCharsets.ISO_8859_1);
        if (magic.equals(ENCRYPTED_MAGIC)) {
            throw GridmillException.user(name + " is encrypted, which is not read");
        }
        String first = new String(read(channel, 0, MAGIC.length()), StandardCharsets.ISO_8859_1);
        if (!magic.equals(MAGIC) || !first.equals(MAGIC)) {
            throw GridmillException.data(name + " is not a whole Parquet file: it must start and end with " + MAGIC
                    + (first.equals(MAGIC) ? ", and does not end with it; was it cut off?" : ""));
        }
        int length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (length < 0 || length > size - LEAST_BYTES) {
            throw GridmillException.data(name + " is not a whole Parquet file: its footer must lie within it, got "
                    + length + " bytes of " + size);
        }
        byte[] bytes = read(channel, size - TAIL_BYTES - length, length);
        return new ParquetMetadataConverter()
                .readParquetMetadata(new ByteArrayInputStream(bytes), ParquetMetadataConverter.NO_FILTER);
    }

    private static byte[] read(FileChannel channel, long from, int length) throws IOException {
        return read(channel, from, ByteBuffer.allocate(length));
    }

    private static byte[] read(FileChannel channel, long from, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new EOFException("it ends at byte " + (from + bytes.position()) + ", and "
                        + (from + bytes.limit()) + " must be there");
            }
        }
        return bytes.array();
    }

    String name() {
        return name;
    }

    MessageType schema() {
        return footer.getFileMetaData().getSchema();
    }

    List<FileColumn> columns() {
        List<FileColumn> columns = new ArrayList<>();
        for (Type field : schema().getFields()) {
            columns.add(ParquetTypes.column(field));
        }
        return columns;
    }

    /** Those that have rows, in order of their place in the file. */
    List<RowGroup> rowGroups() {
        List<RowGroup> groups = new ArrayList<>();
        long row = 1;
        int index = 0;
        for (BlockMetaData block : footer.getBlocks()) {
            if (block.getRowCount() > 0) {
                long start = block.getColumns().stream()
                        .mapToLong(ColumnChunkMetaData::getStartingPos)
                        .min()
                        .orElse(0);
                if (!groups.isEmpty() && start <= groups.get(groups.size() - 1).start()) {
                    throw GridmillException.data(
                            name + " is damaged: row group " + index + " must lie behind the one before");
                }
                groups.add(new RowGroup(index, start, row, block.getRowCount()));
            }
            row += block.getRowCount();
            index++;
        }
        return groups;
    }

    /** What the footer says of a column of a row group. */
    ColumnChunkMetaData chunk(RowGroup group, ColumnDescriptor column) {
        for (ColumnChunkMetaData chunk : footer.getBlocks().get(group.index()).getColumns()) {
            if (Arrays.equals(chunk.getPath().toArray(), column.getPath())) {
                return chunk;
            }
        }
        throw GridmillException.data(
                name + " is damaged: " + place(group) + " lacks the column '" + column.getPath()[0] + "'");
    }

    /** Reads a column of a row group, as it is stored, into one of the arrays. */
    ChunkPages pages(
            ColumnChunkMetaData chunk, ColumnDescriptor descriptor, ReusedBytes stored, ReusedBytes decompressed)
            throws IOException {
        if (chunk.isEncrypted()) {
            throw GridmillException.user(
                    name + " has an encrypted column '" + descriptor.getPath()[0] + "', which is not read");
        }
        long length = chunk.getTotalSize();
        if (chunk.getStartingPos() < 0 || length < 0 || length > channel.size() - chunk.getStartingPos()) {
            throw new DamagedPage("it must lie within the file, got " + length + " bytes from byte "
                    + chunk.getStartingPos() + " of " + channel.size());
        }
        if (length > MOST_CHUNK_BYTES) {
            throw GridmillException.user("a column of a row group can have at most " + MOST_CHUNK_BYTES
                    + " bytes, got " + length + "; write smaller row groups [file=" + name + ", column="
                    + descriptor.getPath()[0] + "]");
        }
        PageCodec codec = PageCodec.of(chunk.getCodec());
        if (codec == null) {
            throw GridmillException.user("pages compressed with " + chunk.getCodec()
                    + " are not read; read are SNAPPY, GZIP, BROTLI, ZSTD, LZ4_RAW and UNCOMPRESSED [file=" + name
                    + ", column=" + descriptor.getPath()[0] + "]");
        }
        ByteBuffer bytes = ByteBuffer.wrap(stored.atLeast((int) length), 0, (int) length);
        read(channel, chunk.getStartingPos(), bytes);
        PageBytes column = new PageBytes(bytes.array(), 0, (int) length);
        return new ChunkPages(column, codec, descriptor.getMaxDefinitionLevel() > 0, decompressed);
    }

    static String place(RowGroup group) {
        return "row group " + group.index();
    }

    /** An error while something was read. Damaged files make parquet-java throw whatever comes. */
    static GridmillException failure(String file, String what, Exception e) {
        if (e instanceof GridmillException ours) {
            return ours;
        } else if (e instanceof FileSystemException || e instanceof ClosedChannelException) {
            return GridmillException.external("cannot read " + file + ": " + e, e);
        }
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        Matcher unread = UNREAD.matcher(message); // what follows speaks of sockets
        message = unread.matches() ? "its " + unread.group(1) + " is damaged" : message;
        return GridmillException.data(file + " is not a whole Parquet file: " + what + " cannot be read: " + message);
    }

    @Override
    public void close() {
        close(channel);
    }
}
