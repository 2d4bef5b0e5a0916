package io.gridmill.core.batch;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.TableSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Batches as CSV in UTF-8: fields quoted as RFC 4180 says where they must be, lines ended by {@code \n}. NULL is an empty unquoted
 * field and an empty string is {@code ""}, so in a table of one column NULL is an empty line. Values are written as {@link CellText}
 * does. The caller owns the stream and must {@link #flush()} at the end. Not thread-safe.
 */
public final class CsvBatchWriter {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final String NEVER_A_DELIMITER = "\"\r\n.+-:\0";
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");

    private final OutputStream out;
    private final TableSchema schema;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final byte[] digits = new byte[20];
    private byte[] text = new byte[256];
    private int size;
    private long rows;

    /** @throws GridmillException USER for a delimiter that {@link #checkDelimiter} refuses */
    public CsvBatchWriter(OutputStream out, TableSchema schema, char delimiter) {
        this.out = out;
        this.schema = schema;
        this.delimiter = String.valueOf(checkDelimiter(delimiter)).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The delimiter itself.
     *
     * @throws GridmillException USER when it is a quote, ends a line, is half a character, or may stand in a number or a date
     */
    public static char checkDelimiter(char delimiter) {
        if (NEVER_A_DELIMITER.indexOf(delimiter) >= 0
                || Character.isLetterOrDigit(delimiter)
                || Character.isSurrogate(delimiter)) {
            throw GridmillException.user(
                    "delimiter must be one character that is no quote, no line end and no part of numbers and dates, got U+"
                            + String.format("%04X", (int) delimiter));
        }
        return delimiter;
    }

    /** Rows written so far, the header not counted. */
    public long rows() {
        return rows;
    }

    public void writeHeader() throws IOException {
        boolean first = true;
        for (Column column : schema.columns()) {
            if (!first) {
                put(delimiter);
            }
            first = false;
            byte[] name = column.name().getBytes(StandardCharsets.UTF_8);
            putText(name, name.length);
        }
        put((byte) '\n');
    }

    /** Writes all rows of a batch whose columns are those of the schema, in its order. */
    public void write(VectorSchemaRoot batch) throws IOException {
        Cell[] cells = new Cell[schema.size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = cell(schema.column(i), batch.getVector(i));
        }
        for (int row = 0; row < batch.getRowCount(); row++) {
            for (int i = 0; i < cells.length; i++) {
                if (i > 0) {
                    put(delimiter);
                }
                cells[i].write(row);
            }
            put((byte) '\n');
            rows++;
        }
    }

    public void flush() throws IOException {
        out.write(buffer, 0, size);
        size = 0;
        out.flush();
    }

    /** Writes one value of the column that it was made for. */
    private interface Cell {
        void write(int row) throws IOException;
    }

    private Cell cell(Column column, FieldVector vector) {
        Cell value = switch (column.type().kind()) {
            case BOOLEAN -> {
                BitVector typed = (BitVector) vector;
                yield row -> put(typed.get(row) != 0 ? TRUE : FALSE);
            }
            case TINYINT -> {
                TinyIntVector typed = (TinyIntVector) vector;
                yield row -> putLong(typed.get(row));
            }
            case SMALLINT -> {
                SmallIntVector typed = (SmallIntVector) vector;
                yield row -> putLong(typed.get(row));
            }
            case INTEGER -> {
                IntVector typed = (IntVector) vector;
                yield row -> putLong(typed.get(row));
            }
            case BIGINT -> {
                BigIntVector typed = (BigIntVector) vector;
                yield row -> putLong(typed.get(row));
            }
            case DECIMAL -> {
                DecimalVector typed = (DecimalVector) vector;
                yield row -> putAscii(CellText.decimal(typed, row));
            }
            case REAL -> {
                Float4Vector typed = (Float4Vector) vector;
                yield row -> putAscii(CellText.floating(typed.get(row)));
            }
            case DOUBLE -> {
                Float8Vector typed = (Float8Vector) vector;
                yield row -> putAscii(CellText.floating(typed.get(row)));
            }
            case DATE -> {
                DateDayVector typed = (DateDayVector) vector;
                yield row -> putAscii(CellText.date(typed.get(row)));
            }
            case TIMESTAMP -> {
                TimeStampMicroVector typed = (TimeStampMicroVector) vector;
                yield row -> putAscii(CellText.timestamp(typed.get(row)));
            }
            case VARCHAR -> {
                VarCharVector typed = (VarCharVector) vector;
                yield row -> putText(typed, row);
            }
        };
        return row -> {
            if (!vector.isNull(row)) {
                value.write(row);
            }
        };
    }

    private void putText(VarCharVector vector, int row) throws IOException {
        ArrowBuf data = vector.getDataBuffer();
        int start = vector.getStartOffset(row);
        int length = vector.getEndOffset(row) - start;
        if (length > text.length) {
            text = new byte[Math.max(length, text.length * 2)];
        }
        data.getBytes(start, text, 0, length);
        putText(text, length);
    }

    private void putText(byte[] utf8, int length) throws IOException {
        if (!mustQuote(utf8, length)) {
            put(utf8, length);
            return;
        }
        put((byte) '"');
        for (int i = 0; i < length; i++) {
            if (utf8[i] == '"') {
                put((byte) '"');
            }
            put(utf8[i]);
        }
        put((byte) '"');
    }

    /** A delimiter outside ASCII is looked for by its first byte: a needless quote does no harm. */
    private boolean mustQuote(byte[] utf8, int length) {
        for (int i = 0; i < length; i++) {
            byte b = utf8[i];
            if (b == '"' || b == '\n' || b == '\r' || b == delimiter[0]) {
                return true;
            }
        }
        return length == 0;
    }

    private void putLong(long value) throws IOException {
        int position = digits.length;
        long rest = value;
        do {
            digits[--position] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        } while (rest != 0);
        if (value < 0) {
            digits[--position] = '-';
        }
        reserve(digits.length);
        System.arraycopy(digits, position, buffer, size, digits.length - position);
        size += digits.length - position;
    }

    @SuppressWarnings("deprecation") // the one call that copies Latin-1 without encoding; the text is ASCII
    private void putAscii(String value) throws IOException {
        int length = value.length();
        reserve(length);
        value.getBytes(0, length, buffer, size);
        size += length;
    }

    private void put(byte[] bytes) throws IOException {
        put(bytes, bytes.length);
    }

    private void put(byte[] bytes, int length) throws IOException {
        if (length > buffer.length) {
            flushBuffer();
            out.write(bytes, 0, length);
            return;
        }
        reserve(length);
        System.arraycopy(bytes, 0, buffer, size, length);
        size += length;
    }

    private void put(byte b) throws IOException {
        reserve(1);
        buffer[size++] = b;
    }

    private void reserve(int length) throws IOException {
        if (size + length > buffer.length) {
            flushBuffer();
        }
    }

    private void flushBuffer() throws IOException {
        out.write(buffer, 0, size);
        size = 0;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
