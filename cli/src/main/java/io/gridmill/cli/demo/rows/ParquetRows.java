package io.gridmill.cli.demo.rows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * Rows of a folder of Parquet files, as text {@code value|value|...}. A small reader of flat files over parquet-java's parsers of
 * footers and pages: its file reader would need Hadoop on the class path.
 */
public final class ParquetRows {
    private static final int TRAILER_BYTES = 8; // length of the footer, and PAR1

    private ParquetRows() {}

    /** Reads every {@code .parquet} file of the folder. Returns how many there are. */
    public static int readFolder(Path folder, Consumer<String> rows) throws IOException {
        int files = 0;
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.parquet")) {
            for (Path file : found) {
                read(file, rows);
                files++;
            }
        }
        return files;
    }

    static void read(Path file, Consumer<String> rows) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int end = bytes.length - TRAILER_BYTES;
        int length = buffer.getInt(end);
        FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(bytes, end - length, length));
        List<SchemaElement> columns =
                footer.getSchema().subList(1, footer.getSchema().size());
        MessageType message = message(columns);
        for (RowGroup group : footer.getRow_groups()) {
            ColumnReadStoreImpl store = new ColumnReadStoreImpl(
                    new ParquetPages(bytes, message, group), new NoConverter(), message, footer.getCreated_by());
            List<ColumnReader> readers = new ArrayList<>();
            message.getColumns().forEach(column -> readers.add(store.getColumnReader(column)));
            StringBuilder text = new StringBuilder();
            for (long row = 0; row < group.getNum_rows(); row++) {
                text.setLength(0);
                for (int i = 0; i < readers.size(); i++) {
                    ColumnReader reader = readers.get(i);
                    boolean isNull = reader.getCurrentDefinitionLevel()
                            < reader.getDescriptor().getMaxDefinitionLevel();
                    text.append(i == 0 ? "" : "|").append(isNull ? "null" : value(reader, columns.get(i)));
                    reader.consume();
                }
                rows.accept(text.toString());
            }
        }
    }

    private static MessageType message(List<SchemaElement> columns) {
        Types.MessageTypeBuilder message = Types.buildMessage();
        for (SchemaElement column : columns) {
            PrimitiveTypeName type = switch (column.getType()) {
                case BYTE_ARRAY -> PrimitiveTypeName.BINARY;
                default -> PrimitiveTypeName.valueOf(column.getType().name());
            };
            message.addField(Types.primitive(
                            type,
                            org.apache.parquet.schema.Type.Repetition.valueOf(
                                    column.getRepetition_type().name()))
                    .length(column.getType_length())
                    .named(column.getName()));
        }
        return message.named("rows");
    }

    private static Object value(ColumnReader reader, SchemaElement column) {
        boolean isDecimal = column.getConverted_type() == ConvertedType.DECIMAL;
        return switch (column.getType()) {
            case INT32 ->
                isDecimal
                        ? BigDecimal.valueOf(reader.getInteger(), column.getScale())
                        : column.getConverted_type() == ConvertedType.DATE
                                ? LocalDate.ofEpochDay(reader.getInteger())
                                : reader.getInteger();
            case INT64 -> isDecimal ? BigDecimal.valueOf(reader.getLong(), column.getScale()) : reader.getLong();
            case FIXED_LEN_BYTE_ARRAY ->
                new BigDecimal(new BigInteger(reader.getBinary().getBytes()), column.getScale());
            case BYTE_ARRAY -> reader.getBinary().toStringUsingUTF8();
            case DOUBLE -> reader.getDouble();
            case FLOAT -> reader.getFloat();
            case BOOLEAN -> reader.getBoolean();
            case INT96 -> throw new IllegalArgumentException("INT96 is not read [column=" + column.getName() + "]");
        };
    }

    /** Rows are read column by column, so nothing is assembled. */
    private static final class NoConverter extends GroupConverter {
        @Override
        public org.apache.parquet.io.api.Converter getConverter(int field) {
            return new org.apache.parquet.io.api.PrimitiveConverter() {};
        }

        @Override
        public void start() {
            throw new UnsupportedOperationException("rows are not assembled");
        }

        @Override
        public void end() {
            throw new UnsupportedOperationException("rows are not assembled");
        }
    }
}
