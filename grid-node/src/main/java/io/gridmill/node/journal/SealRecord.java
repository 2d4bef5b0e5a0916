package io.gridmill.node.journal;

import io.gridmill.core.sink.AttemptId;

/**
 * The end of an attempt's batches in the journal: with it the attempt is whole, without it there is nothing.
 *
 * @param attempt whose result it is
 * @param batches how many batches were appended, from 0
 * @param rows rows in them
 * @param digest digest of the result, as the ledger will commit it
 */
public record SealRecord(AttemptId attempt, int batches, long rows, long digest) {}
