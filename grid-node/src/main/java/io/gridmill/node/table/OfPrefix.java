package io.gridmill.node.table;

import org.apache.ignite.lang.IgniteBiPredicate;

/** Keeps entries whose key starts with a prefix; runs where the entries lie. */
final class OfPrefix implements IgniteBiPredicate<String, String> {
    private static final long serialVersionUID = 1L;

    private final String prefix;

    OfPrefix(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public boolean apply(String key, String value) {
        return key.startsWith(prefix);
    }
}
