package io.gridmill.core.sink;

/**
 * What the ledger says of a committed attempt, and a sink must find sealed under its name.
 *
 * @param attempt the attempt's full name
 * @param rows rows of its result
 * @param digest digest of its result, as committed
 */
public record StagedAttempt(AttemptId attempt, long rows, long digest) {}
