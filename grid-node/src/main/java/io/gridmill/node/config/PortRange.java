package io.gridmill.node.config;

import java.util.stream.IntStream;

/**
 * Ports that several nodes on one machine share out among themselves: each takes the first free one.
 *
 * @param key the config key of the first port, for errors
 * @param first the first port, from 1
 * @param count how many ports, from 1
 */
public record PortRange(String key, int first, int count) {
    /** The last port of the range, inclusive. */
    public int last() {
        return first + count - 1;
    }

    public IntStream ports() {
        return IntStream.rangeClosed(first, last());
    }

    @Override
    public String toString() {
        return first + ".." + last();
    }
}
