package io.gridmill.core.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.core.batch.TextRows;
import io.gridmill.core.schema.ColumnType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.junit.jupiter.api.Test;

class NativeStringsTest {
    private static final int ROWS = 40_000;

    @Test
    void stringsThatDifferOnlyAtTheirEndsSpreadOverTheTable() {
        for (String form :
                List.of("%d", "%06d", "note %d", "a long constant text before %08d", "%08d and a long text after")) {
            List<String> values = IntStream.range(0, ROWS)
                    .mapToObj(i -> String.format(form, i))
                    .toList();
            try (BufferAllocator allocator = new RootAllocator();
                    VectorSchemaRoot batch = GeneratedBatch.of(ColumnType.VARCHAR, values, allocator)) {
                VarCharVector vector = (VarCharVector) batch.getVector(0);
                NativeStrings strings = new NativeStrings(
                        TextRows.of(vector, TextRows.NO_DICTIONARIES), 0, Validity.of(vector, 0, ROWS));
                BitSet slots = new BitSet(1 << 16);
                for (int row = 0; row < ROWS; row++) {
                    slots.set((int) strings.hash(row, strings.first(row), strings.second(row)) & 0xffff);
                }
                // 29,900 of 65,536 are hit when 40,000 fall at random
                assertThat(slots.cardinality())
                        .as("slots hit by texts like '%s'", form)
                        .isGreaterThan(29_000);
            }
        }
    }

    @Test
    void stringsThatDifferInOneByteOrByTheirLengthHaveCodesOfTheirOwn() {
        List<String> values = new ArrayList<>();
        for (int length = 0; length <= 40; length++) {
            values.add("a".repeat(length));
            for (int at = 0; at < length; at++) {
                values.add("a".repeat(at) + "b" + "a".repeat(length - at - 1));
            }
        }
        List<String> rows = new ArrayList<>();
        IntStream.range(0, 3).forEach(time -> rows.addAll(values));
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot batch = GeneratedBatch.of(ColumnType.VARCHAR, rows, allocator)) {
            VarCharVector vector = (VarCharVector) batch.getVector(0);
            Validity validity = Validity.of(vector, 0, rows.size());
            StringDictionary dictionary = StringDictionary.build(
                    new NativeStrings(TextRows.of(vector, TextRows.NO_DICTIONARIES), 0, validity), validity);
            List<String> sorted = values.stream().sorted().toList();

            assertThat(dictionary).isNotNull();
            assertThat(dictionary.size()).isEqualTo(values.size());
            assertThat(IntStream.range(0, rows.size()).mapToObj(row -> sorted.get(dictionary.code(row))))
                    .isEqualTo(rows);
        }
    }

    @Test
    void theLastStringsOfABufferAreReadWithoutWhatLiesBehindIt() {
        List<String> rows = List.of("a".repeat(40), "b\u0000c", "b", "b\u0000", "", "defghij", "klmnopqr", "st");
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot batch = GeneratedBatch.of(ColumnType.VARCHAR, rows, allocator)) {
            VarCharVector vector = (VarCharVector) batch.getVector(0);
            int bytes = vector.getOffsetBuffer().getInt(4L * rows.size());
            ArrowBuf exact = vector.getDataBuffer().slice(0, bytes);
            VarCharVector cut = new VarCharVector("cut", allocator);
            cut.loadFieldBuffers(
                    new ArrowFieldNode(rows.size(), 0),
                    List.of(vector.getValidityBuffer(), vector.getOffsetBuffer(), exact));
            try (cut) {
                assertThat(cut.getDataBuffer().capacity()).isEqualTo(bytes);
                NativeStrings strings = new NativeStrings(
                        TextRows.of(cut, TextRows.NO_DICTIONARIES), 0, Validity.of(cut, 0, rows.size()));
                for (int row = 0; row < rows.size(); row++) {
                    byte[] text = Arrays.copyOf(rows.get(row).getBytes(StandardCharsets.UTF_8), 16);
                    ByteBuffer words = ByteBuffer.wrap(text).order(ByteOrder.LITTLE_ENDIAN);
                    assertThat(strings.first(row)).isEqualTo(words.getLong(0));
                    assertThat(strings.second(row)).isEqualTo(words.getLong(8));
                }
            }
        }
    }
}
