package io.gridmill.sinks.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.core.batch.CellText;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.sinks.files.FileContractTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.util.ValueVectorUtility;
import org.jspecify.annotations.Nullable;

/** Arrow IPC files, read by Arrow's own reader and validated. */
class ArrowSinkTest extends FileContractTest {
    @Override
    protected String type() {
        return "arrow";
    }

    @Override
    protected @Nullable List<List<@Nullable String>> read(TableSchema schema) {
        if (visible().isEmpty()) {
            return null;
        }
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (Path file : visible()) {
            assertThat(file.toString()).endsWith(".arrow");
            try (BufferAllocator allocator = new RootAllocator();
                    FileChannel channel = FileChannel.open(file);
                    ArrowFileReader reader = new ArrowFileReader(channel, allocator)) {
                VectorSchemaRoot root = reader.getVectorSchemaRoot();
                assertThat(root.getSchema()).isEqualTo(schema.toArrow());
                for (ArrowBlock block : reader.getRecordBlocks()) {
                    reader.loadRecordBatch(block);
                    // Not validateFull, which takes decimals of all their digits for too long.
                    ValueVectorUtility.validate(root);
                    for (int row = 0; row < root.getRowCount(); row++) {
                        List<@Nullable String> cells = new ArrayList<>();
                        for (FieldVector vector : root.getFieldVectors()) {
                            cells.add(text(vector, row));
                        }
                        rows.add(cells);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return rows;
    }

    private static @Nullable String text(FieldVector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        } else if (vector instanceof DateDayVector day) {
            return CellText.date(day.get(row));
        } else if (vector instanceof TimeStampMicroVector time) {
            return CellText.timestamp(time.get(row));
        } else if (vector instanceof DecimalVector decimal) {
            return decimal.getObject(row).toPlainString();
        }
        return vector.getObject(row).toString();
    }
}
