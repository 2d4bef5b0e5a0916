package io.gridmill.core.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.core.schema.TableSchema;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchCodecTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 100_000})
    void aBatchIsReadAsItWasWrittenByThisAndByEveryOtherReaderOfArrow(int rows) throws IOException {
        try (RootAllocator allocator = new RootAllocator();
                VectorSchemaRoot batch = VectorSchemaRoot.create(
                        TableSchema.parse("n BIGINT, s VARCHAR").toArrow(), allocator)) {
            BigIntVector n = (BigIntVector) batch.getVector(0);
            VarCharVector s = (VarCharVector) batch.getVector(1);
            for (int i = 0; i < rows; i++) {
                if (i % 3 == 0) {
                    n.setNull(i);
                    s.setNull(i);
                } else {
                    n.setSafe(i, i * 1_000_003L);
                    s.setSafe(i, ("text " + i).getBytes(StandardCharsets.UTF_8));
                }
            }
            batch.setRowCount(rows);
            byte[] encoded = BatchCodec.encode(batch);

            try (ArrowStreamReader ours = BatchCodec.open(encoded, allocator);
                    ArrowStreamReader other = new ArrowStreamReader(new ByteArrayInputStream(encoded), allocator)) {
                for (ArrowStreamReader reader : new ArrowStreamReader[] {ours, other}) {
                    assertThat(reader.loadNextBatch()).isEqualTo(rows > 0);
                    assertThat(reader.getVectorSchemaRoot().getSchema()).isEqualTo(batch.getSchema());
                    if (rows > 0) {
                        assertThat(reader.getVectorSchemaRoot().equals(batch)).isTrue();
                    }
                    assertThat(reader.loadNextBatch()).isFalse();
                }
            }
        }
    }
}
