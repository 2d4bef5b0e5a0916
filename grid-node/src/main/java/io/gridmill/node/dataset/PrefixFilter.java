package io.gridmill.node.dataset;

import org.apache.ignite.lang.IgniteBiPredicate;

/** Keeps entries whose key starts with a prefix; runs where the entries lie. */
final class PrefixFilter implements IgniteBiPredicate<String, String> {
    private static final long serialVersionUID = 1L;

    private final String prefix;

    PrefixFilter(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public boolean apply(String key, String value) {
        return key.startsWith(prefix);
    }
}
