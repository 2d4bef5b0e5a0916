package io.gridmill.loaders.arrow;

import io.gridmill.loaders.SourceContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;

class ArrowFileContractTest extends SourceContract {
    private static final int BATCH_ROWS = 5000;

    @Override
    protected String format() {
        return "arrow";
    }

    @Override
    protected void write(Path file, int from, int to) throws IOException {
        write(file, false, from, to);
    }

    static void write(Path file, boolean stream, int from, int to) throws IOException {
        try (BufferAllocator allocator = new RootAllocator()) {
            int batches = (to - from + BATCH_ROWS - 1) / BATCH_ROWS;
            ArrowFiles.write(file, stream, SCHEMA.toArrow(), allocator, batches, (root, batch) -> {
                int start = from + batch * BATCH_ROWS;
                int rows = Math.min(BATCH_ROWS, to - start);
                for (int i = 0; i < rows; i++) {
                    ((BigIntVector) root.getVector(0)).setSafe(i, start + i);
                    if ((start + i) % 7 == 0) {
                        root.getVector(1).setNull(i);
                    } else {
                        ((VarCharVector) root.getVector(1))
                                .setSafe(i, ("n" + (start + i)).getBytes(StandardCharsets.UTF_8));
                    }
                }
                root.setRowCount(rows);
            });
        }
    }
}
