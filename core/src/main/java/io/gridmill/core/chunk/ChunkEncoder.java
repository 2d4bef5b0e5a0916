package io.gridmill.core.chunk;

import io.gridmill.core.batch.TextRows;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Turns rows of an Arrow batch into a chunk: chooses an encoding for each column from its values, and gathers the zone map.
 * Stateless and thread-safe; the batch stays the caller's. For little-endian machines.
 */
public final class ChunkEncoder {
    private ChunkEncoder() {}

    /** Encodes rows of a batch whose texts are all written out. */
    public static EncodedChunk encode(VectorSchemaRoot batch, int fromRow, int rows, TableSchema schema) {
        return encode(batch, TextRows.NO_DICTIONARIES, fromRow, rows, schema);
    }

    /**
     * Encodes {@code rows} rows from {@code fromRow} on.
     *
     * @param batch columns as {@link io.gridmill.core.schema.ColumnType#toArrow()} says, or places in a dictionary ({@link TextRows}), in
     *     the order of the schema; names are not looked at
     * @param dictionaries of the batch; of a dictionary only what the rows use is stored
     * @param rows more than 0
     * @throws GridmillException INTERNAL when the range or the columns do not fit the batch; DATA when a column's strings exceed 2 GiB
     */
    public static EncodedChunk encode(
            VectorSchemaRoot batch, TextRows.Dictionaries dictionaries, int fromRow, int rows, TableSchema schema) {
        if (rows < 1 || fromRow < 0 || (long) fromRow + rows > batch.getRowCount()) {
            throw GridmillException.internal("a chunk's rows must lie in its batch of " + batch.getRowCount()
                    + " rows, got " + rows + " rows from row " + fromRow);
        }
        List<FieldVector> vectors = batch.getFieldVectors();
        if (vectors.size() != schema.size()) {
            throw GridmillException.internal(
                    "a batch must have the " + schema.size() + " columns of its schema, got " + vectors.size());
        }
        byte[][] values = new byte[vectors.size()][];
        List<ColumnHeader> headers = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            EncodedValue value = encodeColumn(vectors.get(i), dictionaries, fromRow, rows, schema.column(i));
            values[i] = value.bytes();
            headers.add(value.header());
        }
        return new EncodedChunk(new ChunkHeader(Digests.fingerprint(schema), rows, headers), values);
    }

    private static EncodedValue encodeColumn(
            FieldVector vector, TextRows.Dictionaries dictionaries, int fromRow, int rows, Column column) {
        if (!TextRows.isOf(vector.getField(), column.type().toArrow())) {
            throw GridmillException.internal(
                    "column " + column.name() + " must be " + column.type().toArrow() + " in its batch, got "
                            + vector.getField().getType());
        }
        Validity validity = Validity.of(vector, fromRow, rows);
        try {
            return switch (column.type().kind()) {
                case TINYINT, SMALLINT, INTEGER, BIGINT, DATE, TIMESTAMP ->
                    IntegerEncoder.encode((BaseFixedWidthVector) vector, fromRow, validity, column.type());
                case DECIMAL -> DecimalEncoder.encode((BaseFixedWidthVector) vector, fromRow, validity, column.type());
                case BOOLEAN -> BooleanEncoder.encode(vector, fromRow, validity);
                case REAL, DOUBLE -> FloatingEncoder.encode(vector, fromRow, validity, column.type());
                case VARCHAR -> StringEncoder.encode(TextRows.of(vector, dictionaries), fromRow, validity);
            };
        } catch (ArithmeticException e) {
            throw GridmillException.data("an encoded column must be smaller than 2 GiB, is not with " + rows
                    + " rows [column=" + column.name() + "]");
        }
    }
}
