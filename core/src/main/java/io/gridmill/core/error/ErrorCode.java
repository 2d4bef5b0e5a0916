package io.gridmill.core.error;

/** Who can mend an error, and therefore whether trying again makes sense. */
public enum ErrorCode {
    /** The call was wrong: a typo, an unsupported construct, an impossible value. */
    USER(false),
    /** The data breaks a rule: a bad row, an overflow, a division by zero. */
    DATA(false),
    /** Memory, disk or time ran out, or partitions are lost. */
    RESOURCE(true),
    /** Something outside the grid failed: a sink, a file system, a database. */
    EXTERNAL(true),
    /** Gridmill broke one of its own rules. */
    INTERNAL(true);

    private final boolean retryable;

    ErrorCode(boolean retryable) {
        this.retryable = retryable;
    }

    /** Whether another attempt, perhaps on another node, may succeed. */
    public boolean retryable() {
        return retryable;
    }
}
