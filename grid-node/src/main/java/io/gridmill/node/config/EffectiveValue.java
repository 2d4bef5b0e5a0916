package io.gridmill.node.config;

/**
 * A line of {@code gridmill config}.
 *
 * @param key the config key
 * @param value the value as it would be written in the file; a secret is masked unless it is a reference
 * @param origin {@code default}, {@code FILE:LINE}, {@code environment NAME} or {@code --set}
 */
public record EffectiveValue(String key, String value, String origin) {
    static EffectiveValue of(Setting<?> setting, String text, String origin) {
        boolean masked = setting.secret() && !text.startsWith("${");
        return new EffectiveValue(setting.key(), masked ? "******" : text, origin);
    }
}
