package io.gridmill.core.source;

import io.gridmill.core.error.GridmillException;

/** What happens to a bad row. */
public interface RejectHandler {
    /** Fails the load at the first bad row, with a DATA error. */
    RejectHandler FAIL = row -> {
        throw GridmillException.data(row.message());
    };

    void reject(RejectedRow row);
}
