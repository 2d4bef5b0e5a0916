package io.gridmill.loaders.json;

import io.gridmill.loaders.SourceContract;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class JsonSourceContractTest extends SourceContract {
    @Override
    protected String format() {
        return "jsonl";
    }

    @Override
    protected void write(Path file, int from, int to) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (int i = from; i < to; i++) {
                writer.write("{\"id\": " + i + (i % 7 == 0 ? "" : ", \"name\": \"n" + i + "\"") + "}\n");
            }
        }
    }
}
