package io.gridmill.loaders;

import io.gridmill.core.batch.TextRows;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.Source;
import io.gridmill.core.source.Split;
import io.gridmill.core.source.SplitReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Rows as plain objects, read with an allocator that throws when a byte of it leaks. */
public final class Rows {
    private Rows() {}

    /** All rows of a source that is cut into splits of about this size, in order. */
    public static List<List<@Nullable Object>> of(Source source, long targetBytes, RejectHandler rejects) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (RootAllocator allocator = new RootAllocator()) {
            for (Split split : source.splits(targetBytes)) {
                try (SplitReader reader = source.open(split, allocator, rejects)) {
                    rows.addAll(of(reader));
                }
            }
        }
        return rows;
    }

    public static List<List<@Nullable Object>> of(SplitReader reader) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        VectorSchemaRoot root;
        while ((root = reader.next()) != null) {
            for (int i = 0; i < root.getRowCount(); i++) {
                List<@Nullable Object> row = new ArrayList<>();
                for (FieldVector vector : root.getFieldVectors()) {
                    row.add(value(vector, i, reader));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static @Nullable Object value(FieldVector vector, int row, SplitReader reader) {
        if (vector.isNull(row)) {
            return null;
        } else if (vector instanceof VarCharVector || vector.getField().getDictionary() != null) {
            TextRows texts = TextRows.of(vector, reader.dictionaries());
            return new String(texts.texts().get(texts.place(row)), StandardCharsets.UTF_8);
        }
        return vector.getObject(row);
    }
}
