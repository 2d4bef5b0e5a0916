package io.gridmill.loaders.parquet;

import java.io.IOException;

/** A page whose bytes are not what its header says. */
final class DamagedPage extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedPage(String message) {
        super(message);
    }
}
