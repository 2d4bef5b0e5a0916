package io.gridmill.loaders.keyed;

import io.gridmill.core.batch.TextRows;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.SplitReader;
import io.gridmill.loaders.text.ColumnFiller;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Adds to each batch of a file the columns that have one value in it. */
final class KeyedSplitReader implements SplitReader {
    private final SplitReader files;
    private final TableSchema inFiles;
    private final TableSchema schema;
    private final BufferAllocator allocator;
    /** The columns that are not in the files, and nulls in the places of those that are. */
    private final List<@Nullable FieldVector> constants = new ArrayList<>();

    private int filled;

    KeyedSplitReader(
            SplitReader files,
            TableSchema inFiles,
            TableSchema schema,
            Map<String, @Nullable String> values,
            String file,
            BufferAllocator parent) {
        this.files = files;
        this.inFiles = inFiles;
        this.schema = schema;
        allocator = parent.newChildAllocator("keys of " + file, 0, Long.MAX_VALUE);
        Map<String, @Nullable String> byName = new TreeMap<>();
        values.forEach((key, value) -> byName.put(key.toLowerCase(Locale.ROOT), value));
        try {
            for (Column column : schema.columns()) {
                boolean isConstant = inFiles.indexOf(column.name()) < 0;
                constants.add(
                        isConstant ? constant(column, byName.get(column.name().toLowerCase(Locale.ROOT)), file) : null);
            }
        } catch (RuntimeException e) {
            closeConstants();
            throw e;
        }
        filled = 1;
    }

    /** The value in row 0. */
    private FieldVector constant(Column column, @Nullable String value, String file) {
        ColumnFiller filler = ColumnFiller.of(column);
        String broken = null;
        if (value == null) {
            filler.putNull(0);
        } else {
            broken = filler.put(0, value.toCharArray(), 0, value.length());
        }
        if (broken != null) {
            throw GridmillException.data(file + ", folder of column " + column.name() + ": '" + value + "' " + broken);
        }
        FieldVector vector = column.toArrow().createVector(allocator);
        filler.copyTo(vector, 1);
        return vector;
    }

    @Override
    public @Nullable VectorSchemaRoot next() {
        VectorSchemaRoot batch = files.next();
        if (batch == null) {
            return null;
        }
        int rows = batch.getRowCount();
        List<FieldVector> vectors = new ArrayList<>();
        for (int c = 0; c < schema.size(); c++) {
            FieldVector constant = constants.get(c);
            if (constant == null) {
                vectors.add(batch.getVector(inFiles.indexOf(schema.column(c).name())));
                continue;
            }
            for (int row = filled; row < rows; row++) {
                constant.copyFromSafe(0, row, constant);
            }
            constant.setValueCount(rows);
            vectors.add(constant);
        }
        // A text vector that was made shorter forgets what was behind.
        filled = rows;
        return new VectorSchemaRoot(vectors);
    }

    @Override
    public TextRows.Dictionaries dictionaries() {
        return files.dictionaries();
    }

    @Override
    public long bytesRead() {
        return files.bytesRead();
    }

    @Override
    public void close() {
        try (files) {
            closeConstants();
        }
    }

    private void closeConstants() {
        for (FieldVector constant : constants) {
            if (constant != null) {
                constant.close();
            }
        }
        allocator.close();
    }
}
