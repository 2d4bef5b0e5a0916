package io.gridmill.loaders.files;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.source.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * A file as it was found.
 *
 * @param size bytes
 * @param modified milliseconds since 1970
 */
public record StoredFile(Path path, long size, long modified) {
    /** @throws GridmillException EXTERNAL when it is not there or cannot be read, naming it */
    public static StoredFile of(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw GridmillException.user("'" + path + "' is not a regular file");
            }
            return new StoredFile(
                    path, attributes.size(), attributes.lastModifiedTime().toMillis());
        } catch (NoSuchFileException e) {
            throw GridmillException.external("file '" + path + "' does not exist here", e);
        } catch (IOException e) {
            throw GridmillException.external("cannot read file '" + path + "': " + e, e);
        }
    }

    /**
     * The file of a split, if it still is what was split.
     *
     * @throws GridmillException EXTERNAL when it is gone, or its size or time differ, naming both
     */
    public static StoredFile unchanged(Split split) {
        StoredFile now = of(Path.of(split.file()));
        if (now.size() != split.fileSize() || now.modified() != split.fileModified()) {
            throw new GridmillException(
                    ErrorCode.EXTERNAL,
                    "file '" + split.file() + "' must not change while it is loaded: it had " + split.fileSize()
                            + " bytes of " + Instant.ofEpochMilli(split.fileModified()) + " when it was split, and has "
                            + now.size() + " bytes of "
                            + Instant.ofEpochMilli(now.modified()) + " now");
        }
        return now;
    }

    public Split split(long from, long to) {
        return new Split(path.toString(), from, to - from, size, modified);
    }
}
