package io.gridmill.sinks.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Says that an attempt's staged file is complete. It is a small JSON file beside it, and its appearance, by a rename, is what seals.
 *
 * @param attempt the attempt's token
 * @param file the staged file's name
 * @param rows rows that were written into it
 * @param digest the result's digest, as committed
 * @param sizeBytes the file's size
 * @param sha256 SHA-256 of the file's bytes, in hexadecimal digits
 */
record Seal(String attempt, String file, long rows, long digest, long sizeBytes, String sha256) {
    /** Whether a file is there and as large as the sealed one. */
    boolean isOf(Path path) throws IOException {
        return Files.isRegularFile(path) && Files.size(path) == sizeBytes;
    }
}
