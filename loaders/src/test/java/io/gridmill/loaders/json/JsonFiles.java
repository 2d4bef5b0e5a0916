package io.gridmill.loaders.json;

import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.RejectedRow;
import io.gridmill.core.source.Source;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.loaders.Rows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one file and opens it. */
record JsonFiles(Path file) {
    static JsonFiles of(Path folder, String text) throws IOException {
        return of(folder, text.getBytes(StandardCharsets.UTF_8));
    }

    static JsonFiles of(Path folder, byte[] bytes) throws IOException {
        return new JsonFiles(Files.write(folder.resolve("data.jsonl"), bytes));
    }

    Source open(@Nullable String columns) {
        return new JsonFormat()
                .open(new SourceSpec(
                        "jsonl",
                        List.of(file.toString()),
                        columns == null ? null : TableSchema.parse(columns),
                        Map.of()));
    }

    List<List<@Nullable Object>> rows(@Nullable String columns) {
        return Rows.of(open(columns), Long.MAX_VALUE, RejectHandler.FAIL);
    }

    /** What is said of the rows that are rejected, the file's name left out. */
    List<String> rejects(@Nullable String columns) {
        List<RejectedRow> rejected = new ArrayList<>();
        Rows.of(open(columns), 64, rejected::add);
        return rejected.stream()
                .map(row -> row.message().replace(file + ", ", ""))
                .toList();
    }
}
