package io.gridmill.node.config;

import java.util.Locale;

/**
 * The one declaration of a config key.
 *
 * @param key dotted and kebab-case, such as {@code memory.hot-store}
 * @param type what texts it takes, with bounds
 * @param defaultText the default as one would write it in the file
 * @param explanation one sentence for whoever turns the knob
 * @param secret whether {@code gridmill config} masks the value
 */
record Setting<T>(String key, ValueType<T> type, String defaultText, String explanation, boolean secret) {
    Setting(String key, ValueType<T> type, String defaultText, String explanation) {
        this(key, type, defaultText, explanation, false);
    }

    /** The environment variable that sets the key: {@code GRIDMILL_MEMORY_HOT_STORE}. */
    String environmentName() {
        return "GRIDMILL_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The part before the first dot. */
    String section() {
        return key.substring(0, key.indexOf('.'));
    }
}
