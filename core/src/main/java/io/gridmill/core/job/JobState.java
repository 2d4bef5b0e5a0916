package io.gridmill.core.job;

/** {@code SUBMITTED → OPEN → CLOSING → DONE | PARTIAL}, or {@code → ABORTING → CANCELLED | FAILED}. */
public enum JobState {
    SUBMITTED,
    OPEN,
    CLOSING,
    ABORTING,
    DONE,
    PARTIAL,
    CANCELLED,
    FAILED;

    /** Whether nothing will happen any more. */
    public boolean terminal() {
        return ordinal() >= DONE.ordinal();
    }

    /** Whether the result is there. */
    public boolean hasResult() {
        return this == DONE || this == PARTIAL;
    }
}
