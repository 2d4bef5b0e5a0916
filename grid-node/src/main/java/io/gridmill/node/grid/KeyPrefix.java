package io.gridmill.node.grid;

import org.apache.ignite.lang.IgniteBiPredicate;

/** Keeps entries whose key starts with a prefix; runs where the entries lie. */
public final class KeyPrefix implements IgniteBiPredicate<String, String> {
    private static final long serialVersionUID = 1L;

    private final String prefix;

    public KeyPrefix(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public boolean apply(String key, String value) {
        return key.startsWith(prefix);
    }
}
