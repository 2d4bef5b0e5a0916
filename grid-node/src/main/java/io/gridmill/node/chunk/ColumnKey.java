package io.gridmill.node.chunk;

import java.util.Objects;

/** Key of one encoded column in the grid. A class and not a record, because Ignite cannot serialise records. */
final class ColumnKey implements Comparable<ColumnKey> {
    private final String attempt;
    /** Boxed: an Integer is what the affinity function maps to itself. */
    private final Integer partition;

    private final int sequence;
    private final int column;

    ColumnKey(String attempt, int partition, int sequence, int column) {
        this.attempt = attempt;
        this.partition = partition;
        this.sequence = sequence;
        this.column = column;
    }

    @Override
    public int compareTo(ColumnKey other) {
        int order = attempt.compareTo(other.attempt);
        order = order != 0 ? order : partition.compareTo(other.partition);
        order = order != 0 ? order : Integer.compare(sequence, other.sequence);
        return order != 0 ? order : Integer.compare(column, other.column);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ColumnKey key && compareTo(key) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(attempt, partition, sequence, column);
    }

    @Override
    public String toString() {
        return "attempt=" + attempt + ", partition=" + partition + ", sequence=" + sequence + ", column=" + column;
    }
}
