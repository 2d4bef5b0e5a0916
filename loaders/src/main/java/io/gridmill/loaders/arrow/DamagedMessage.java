package io.gridmill.loaders.arrow;

import java.io.IOException;

/** Bytes that are not what an Arrow file or stream has there. */
final class DamagedMessage extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedMessage(String message) {
        super(message);
    }
}
