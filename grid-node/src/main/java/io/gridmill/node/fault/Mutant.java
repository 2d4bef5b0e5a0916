package io.gridmill.node.fault;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deliberate faults of the protocol, by which the fault battery shows that it would notice them: {@code -Dgridmill.mutant=NAME} switches
 * one on. For tests alone.
 */
public enum Mutant {
    /** An attempt commits its share whatever the record says, instead of comparing the attempt. */
    COMMIT_BLIND,
    /** A job closes with the shares whose records it finds, instead of those that a walk from the cut demands. */
    CLOSE_WITHOUT_WALK,
    /** The journal acknowledges what it has written, and leaves it to the operating system when to bring it to the disk. */
    ACK_BEFORE_SYNC;

    private static final Logger LOG = LoggerFactory.getLogger(Mutant.class);
    private static final String CHOSEN = System.getProperty("gridmill.mutant", "");

    static {
        if (!CHOSEN.isEmpty()) {
            LOG.warn("this node loses data on purpose, for a test: gridmill.mutant={}", valueOf(CHOSEN));
        }
    }

    /** Whether this fault was asked for. */
    public boolean on() {
        return CHOSEN.equals(name());
    }
}
