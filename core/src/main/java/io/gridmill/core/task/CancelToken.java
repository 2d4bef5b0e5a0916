package io.gridmill.core.task;

/** Says whether work should end early; asked between blocks of rows. */
public interface CancelToken {
    CancelToken NEVER = () -> {};

    /** Throws a {@link io.gridmill.core.error.GridmillException} that says why when the work was cancelled or its deadline has passed. */
    void check();
}
