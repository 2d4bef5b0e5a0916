package io.gridmill.node.ledger;

/**
 * Where the time of an attempt went, in microseconds on the clock of its node, all lanes side by side.
 *
 * @param readRows rows of the chunks that were read, without those that zone maps left out; of the final share, rows of the partials
 * @param readMicros reading and computing; in the final share, merging
 * @param writeMicros merging what the lanes gathered, and writing what was left of the output
 * @param journalMicros until the output was sealed and synced
 */
public record Spent(long readRows, long readMicros, long writeMicros, long journalMicros) {
    /** Of an attempt whose node was restarted before it was committed. */
    public static final Spent UNKNOWN = new Spent(0, 0, 0, 0);

    Spent inJournal(long micros) {
        return new Spent(readRows, readMicros, writeMicros, micros);
    }
}
