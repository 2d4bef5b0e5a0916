package io.gridmill.core.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvBatchWriterTest {
    @Test
    void nullIsEmptyAndAnEmptyStringIsQuoted() throws IOException {
        assertThat(csv(',', "a", null, "")).isEqualTo("a\n\n\"\"\n");
    }

    @Test
    void fieldsAreQuotedOnlyWhereTheyMustBe() throws IOException {
        assertThat(csv(',', "a b", "a,b", "say \"x\"", "two\nlines", "\r", "a|b", "ü€😀"))
                .isEqualTo("a b\n\"a,b\"\n\"say \"\"x\"\"\"\n\"two\nlines\"\n\"\r\"\na|b\nü€😀\n");
        assertThat(csv('|', "a,b", "a|b")).isEqualTo("a,b\n\"a|b\"\n");
        assertThat(csv('§', "a§b", "ab")).isEqualTo("\"a§b\"\nab\n");
    }

    @Test
    void aFieldLargerThanTheBufferIsWhole() throws IOException {
        String large = "x".repeat(200_000);

        assertThat(csv(',', "a", large, large + "\"")).isEqualTo("a\n" + large + "\n\"" + large + "\"\"\"\n");
    }

    @Test
    void numbersAndBooleansAreExact() throws IOException {
        TableSchema schema = TableSchema.parse("b BOOLEAN, n BIGINT, d DECIMAL(38, 2), \"a odd\" VARCHAR");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot batch = VectorSchemaRoot.create(schema.toArrow(), allocator)) {
            batch.allocateNew();
            ((BitVector) batch.getVector(0)).setSafe(0, 1);
            ((BitVector) batch.getVector(0)).setSafe(1, 0);
            ((BigIntVector) batch.getVector(1)).setSafe(0, Long.MIN_VALUE);
            ((BigIntVector) batch.getVector(1)).setSafe(1, Long.MAX_VALUE);
            ((DecimalVector) batch.getVector(2)).setSafe(0, new BigDecimal("-999999999999999999999999999999999999.99"));
            ((DecimalVector) batch.getVector(2)).setSafe(1, new BigDecimal("0.10"));
            batch.setRowCount(2);

            CsvBatchWriter csv = new CsvBatchWriter(out, schema, ';');
            csv.writeHeader();
            csv.write(batch);
            csv.flush();

            assertThat(csv.rows()).isEqualTo(2);
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("b;n;d;a odd\n"
                        + "true;-9223372036854775808;-999999999999999999999999999999999999.99;\n"
                        + "false;9223372036854775807;0.10;\n");
    }

    @ParameterizedTest
    @ValueSource(chars = {'"', '\n', '\r', '.', '-', '7', 'e', '\ud83d'})
    void aDelimiterThatWouldBeAmbiguousIsRefused(char delimiter) {
        assertThatThrownBy(() ->
                        new CsvBatchWriter(OutputStream.nullOutputStream(), TableSchema.parse("a VARCHAR"), delimiter))
                .isInstanceOfSatisfying(
                        GridmillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USER))
                .hasMessageContaining("delimiter must be one character");
    }

    private static String csv(char delimiter, String... values) throws IOException {
        TableSchema schema = TableSchema.parse("a VARCHAR");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot batch = VectorSchemaRoot.create(schema.toArrow(), allocator)) {
            batch.allocateNew();
            VarCharVector vector = (VarCharVector) batch.getVector(0);
            for (int i = 0; i < values.length; i++) {
                if (values[i] != null) {
                    vector.setSafe(i, values[i].getBytes(StandardCharsets.UTF_8));
                }
            }
            batch.setRowCount(values.length);
            CsvBatchWriter csv = new CsvBatchWriter(out, schema, delimiter);
            csv.write(batch);
            csv.flush();
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
