package io.gridmill.node.journal;

/**
 * Where a sealed attempt lies.
 *
 * @param firstIndex Chronicle index of its first record
 * @param ordinal the number that its records carry
 * @param records how many, the seal included
 * @param bytes of its records
 */
record Held(SealRecord seal, QueueFolder folder, long firstIndex, long ordinal, int records, long bytes) {
    int cycle() {
        return QueueFolder.cycleOf(firstIndex);
    }
}
