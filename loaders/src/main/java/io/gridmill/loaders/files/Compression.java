package io.gridmill.loaders.files;

import java.util.Locale;

/** How a file is compressed; {@code AUTO} looks at its first bytes. */
public enum Compression {
    NONE,
    GZIP,
    ZSTD,
    AUTO;

    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int ZSTD_MAGIC = 0x28b52ffd;

    /** What a file that starts with these bytes is; fewer than four are all that it has. */
    static Compression of(byte[] start) {
        int first = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            first = first << 8 | (i < start.length ? start[i] & 0xff : 0);
        }
        if (first >>> 16 == GZIP_MAGIC && start.length >= 2) {
            return GZIP;
        }
        return first == ZSTD_MAGIC ? ZSTD : NONE;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
