package io.gridmill.tests.container;

import java.util.List;
import java.util.Map;

/** A place in a YAML document, found by keys; what is not there is an error that names the way to it. */
record Tree(String way, Object node) {
    Tree at(String... keys) {
        Tree here = this;
        for (String key : keys) {
            if (!(here.node instanceof Map<?, ?> map) || !map.containsKey(key)) {
                throw new AssertionError("there must be a key " + key + ", got " + here.node + " [" + here.way + "]");
            }
            here = new Tree(here.way + "." + key, map.get(key));
        }
        return here;
    }

    boolean has(String key) {
        return node instanceof Map<?, ?> map && map.containsKey(key);
    }

    /** The entries of a list. */
    List<Tree> all() {
        if (!(node instanceof List<?> list)) {
            throw new AssertionError("there must be a list, got " + node + " [" + way + "]");
        }
        return list.stream().map(entry -> new Tree(way + "[]", entry)).toList();
    }

    /** The one entry of a list whose key has this value. */
    Tree with(String key, String value) {
        List<Tree> found = all().stream()
                .filter(entry -> entry.has(key) && entry.at(key).text().equals(value))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(
                    "there must be one with " + key + " " + value + ", got " + node + " [" + way + "]");
        }
        return found.get(0);
    }

    String text() {
        return String.valueOf(node);
    }

    int number() {
        return Integer.parseInt(text());
    }
}
