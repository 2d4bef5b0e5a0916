package io.gridmill.node.ledger;

/**
 * What an attempt produced, as it was committed.
 *
 * @param batches result batches
 * @param rows rows in them (loads: rows written)
 * @param digest digest over the batches in order (loads: over the chunks)
 * @param inputRows rows that were read
 * @param inputBytes bytes that were read (loads)
 * @param rejectedRows bad rows kept apart (loads)
 * @param spent where its time went
 */
public record Outcome(
        int batches, long rows, long digest, long inputRows, long inputBytes, long rejectedRows, Spent spent) {
    /** The same after its output was sealed and synced. */
    public Outcome inJournal(long micros) {
        return new Outcome(batches, rows, digest, inputRows, inputBytes, rejectedRows, spent.inJournal(micros));
    }
}
