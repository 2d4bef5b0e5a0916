package io.gridmill.tests.bad;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody types, and what must be said to it.
 *
 * @param wrong what is wrong with it, and the case's name
 * @param files files in the folder where it is typed
 * @param typed the words after {@code gridmill}
 * @param status 1 when the work failed, 2 when the call was wrong
 * @param rule what must hold
 * @param value what is there instead
 * @param place where: file and line, column, key, line and column of a query
 */
record BadInput(
        String wrong,
        @Nullable Map<String, FileText> files,
        List<String> typed,
        int status,
        String rule,
        String value,
        String place) {

    /**
     * A file: its text, or a good file that something has happened to.
     *
     * @param text all of it
     * @param hex all of it, as bytes
     * @param from the good file
     * @param keep so many bytes of it; below 0, all but so many
     * @param flip the byte whose bits are turned; below 0, counted from the end
     */
    record FileText(
            @Nullable String text,
            @Nullable String hex,
            @Nullable String from,
            @Nullable Integer keep,
            @Nullable Integer flip) {
        @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
        FileText {}

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        FileText(String text) {
            this(text, null, null, null, null);
        }

        void write(Path file, Path good) throws IOException {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes(good));
        }

        private byte[] bytes(Path good) throws IOException {
            if (text != null) {
                return text.getBytes(StandardCharsets.UTF_8);
            }
            if (hex != null) {
                return HexFormat.of().parseHex(hex.replace(" ", ""));
            }
            byte[] bytes = Files.readAllBytes(good.resolve(String.valueOf(from)));
            if (flip != null) {
                bytes[flip < 0 ? bytes.length + flip : flip] ^= (byte) 0xFF;
            }
            return keep == null ? bytes : Arrays.copyOf(bytes, keep < 0 ? bytes.length + keep : keep);
        }
    }

    void writeFiles(Path folder, Path good) {
        if (files != null) {
            files.forEach((name, file) -> {
                try {
                    file.write(folder.resolve(name), good);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @Override
    public String toString() {
        return wrong;
    }
}
