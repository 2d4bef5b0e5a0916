package io.gridmill.loaders.csv;

import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.Source;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.loaders.Rows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes one file and opens it. */
record CsvFiles(Path file) {
    static CsvFiles of(Path folder, byte[] bytes) throws IOException {
        return new CsvFiles(Files.write(folder.resolve("data.csv"), bytes));
    }

    static CsvFiles of(Path folder, String text) throws IOException {
        return of(folder, text.getBytes(StandardCharsets.UTF_8));
    }

    /** @param options name, value, name, value, ... */
    SourceSpec spec(@Nullable String columns, String... options) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        return new SourceSpec(
                "csv", List.of(file.toString()), columns == null ? null : TableSchema.parse(columns), map);
    }

    Source open(@Nullable String columns, String... options) {
        return new CsvFormat().open(spec(columns, options));
    }

    List<List<@Nullable Object>> rows(@Nullable String columns, String... options) {
        return Rows.of(open(columns, options), Long.MAX_VALUE, RejectHandler.FAIL);
    }

    static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
