package io.gridmill.node.ledger;

/**
 * {@code PLANNED → RUNNING → COMMITTED → STAGED}, or {@code → SPLIT} (its children go on), or {@code → QUARANTINED}; {@code COMMITTED →
 * PLANNED} when its only result is lost.
 */
public enum ShareState {
    PLANNED,
    RUNNING,
    COMMITTED,
    STAGED,
    SPLIT,
    QUARANTINED;

    /** Whether an attempt has been accepted. */
    public boolean committed() {
        return this == COMMITTED || this == STAGED;
    }
}
