package io.gridmill.loaders.csv;

import io.gridmill.loaders.SourceContract;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class CsvSourceContractTest extends SourceContract {
    @Override
    protected String format() {
        return "csv";
    }

    @Override
    protected void write(Path file, int from, int to) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write("id,name\n");
            for (int i = from; i < to; i++) {
                writer.write(i + "," + (i % 7 == 0 ? "" : "n" + i) + "\n");
            }
        }
    }
}
