package io.gridmill.node.chunk;

import java.util.Objects;

/** Key of a chunk's header in the grid. A class and not a record, because Ignite cannot serialise records. */
final class HeaderKey implements Comparable<HeaderKey> {
    private final String attempt;
    /** Boxed: an Integer is what the affinity function maps to itself. */
    private final Integer partition;

    private final int sequence;

    HeaderKey(String attempt, int partition, int sequence) {
        this.attempt = attempt;
        this.partition = partition;
        this.sequence = sequence;
    }

    String attempt() {
        return attempt;
    }

    int partition() {
        return partition;
    }

    int sequence() {
        return sequence;
    }

    @Override
    public int compareTo(HeaderKey other) {
        int order = attempt.compareTo(other.attempt);
        order = order != 0 ? order : partition.compareTo(other.partition);
        return order != 0 ? order : Integer.compare(sequence, other.sequence);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeaderKey key && compareTo(key) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(attempt, partition, sequence);
    }

    @Override
    public String toString() {
        return "attempt=" + attempt + ", partition=" + partition + ", sequence=" + sequence;
    }
}
