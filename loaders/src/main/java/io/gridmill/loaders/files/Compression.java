package io.gridmill.loaders.files;

import java.util.Locale;

/** How a file is compressed; {@code AUTO} looks at its first bytes. */
public enum Compression {
    NONE,
    GZIP,
    AUTO;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
