package io.gridmill.node.config;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.error.Nearest;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.MapBackedConfigValueConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The layers of configuration over each other: default &lt; file &lt; environment &lt; {@code --set}. Collects every problem before
 * it complains, so that one start shows them all.
 */
final class ConfigLayers {
    private static final int FILE_ORDINAL = 100;
    private static final int ENVIRONMENT_ORDINAL = 300;
    private static final int SET_ORDINAL = 400;
    private static final String PREFIX = "GRIDMILL_";

    private final Map<String, Setting<?>> settings = new LinkedHashMap<>();
    private final Map<String, Object> values = new HashMap<>();
    private final List<EffectiveValue> effective = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> origins = new HashMap<>();

    ConfigLayers(List<Setting<?>> declared, @Nullable Path file, Map<String, String> sets, Map<String, String> env) {
        declared.forEach(setting -> settings.put(setting.key(), setting));
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(
                        source("file", fileLayer(file), FILE_ORDINAL),
                        source("environment", environmentLayer(env), ENVIRONMENT_ORDINAL),
                        source("set", setLayer(sets), SET_ORDINAL))
                .build();
        for (Setting<?> setting : declared) {
            resolve(setting, config.getConfigValue(setting.key()));
        }
    }

    /** The value of a setting that this was made with. Call {@link #complain} first. */
    @SuppressWarnings("unchecked") // resolve() put what the setting's own type parsed
    <T> T get(Setting<T> setting) {
        Object value = values.get(setting.key());
        if (value == null) {
            throw GridmillException.internal("a config key must be declared and resolved, got " + setting.key());
        }
        return (T) value;
    }

    List<EffectiveValue> effective() {
        return List.copyOf(effective);
    }

    /** Where the effective value of a key came from, for rules between keys. */
    String origin(String key) {
        return origins.getOrDefault(key, "default");
    }

    /** Adds what a rule between keys found. */
    void problem(String message) {
        problems.add(message);
    }

    /** Throws a USER error when anything was wrong; with several problems, each on a line of its own. */
    void complain() {
        if (problems.size() == 1) {
            throw GridmillException.user(problems.get(0));
        }
        if (!problems.isEmpty()) {
            throw GridmillException.user(
                    problems.size() + " errors in the configuration:\n  " + String.join("\n  ", problems));
        }
    }

    private <T> void resolve(Setting<T> setting, @Nullable ConfigValue given) {
        String text = setting.defaultText();
        String origin = "default";
        if (given != null && given.getRawValue() != null) {
            text = given.getRawValue().strip();
            origin = given.getConfigSourceName();
        }
        origins.put(setting.key(), origin);
        effective.add(EffectiveValue.of(setting, text, origin));
        try {
            values.put(setting.key(), setting.type().parse().apply(text));
        } catch (IllegalArgumentException e) {
            String shown = EffectiveValue.of(setting, text, origin).value();
            problems.add(
                    setting.key() + " must be " + setting.type().rule() + ", got '" + shown + "' [" + origin + "]");
        }
    }

    private Map<String, ConfigValue> fileLayer(@Nullable Path file) {
        Map<String, ConfigValue> layer = new HashMap<>();
        if (file != null) {
            for (YamlFile.Entry entry : YamlFile.read(file)) {
                put(layer, entry.key(), entry.text(), file + ":" + entry.line());
            }
        }
        return layer;
    }

    private Map<String, ConfigValue> setLayer(Map<String, String> sets) {
        Map<String, ConfigValue> layer = new HashMap<>();
        sets.forEach((key, text) -> put(layer, key, text, "--set"));
        return layer;
    }

    /**
     * A variable that begins as a section does, or is one or two letters from a known one, is meant for us, so it must be known.
     * Others, such as those of the launcher, are none of our business.
     */
    private Map<String, ConfigValue> environmentLayer(Map<String, String> env) {
        Map<String, String> keys = new LinkedHashMap<>();
        settings.values().forEach(setting -> keys.put(setting.environmentName(), setting.key()));
        Map<String, ConfigValue> layer = new HashMap<>();
        env.forEach((name, text) -> {
            String key = keys.get(name);
            if (key != null) {
                put(layer, key, text, "environment " + name);
            } else if (name.startsWith(PREFIX)) {
                boolean inSection = settings.values().stream()
                        .anyMatch(setting ->
                                name.startsWith(PREFIX + setting.section().toUpperCase(Locale.ROOT) + "_"));
                String hint = keys.keySet().stream()
                        .filter(known -> Nearest.edits(name, known) <= 2)
                        .map(known -> ", did you mean " + known + "?")
                        .findFirst()
                        .orElse("");
                if (inSection || !hint.isEmpty()) {
                    problems.add("unknown environment variable " + name + hint);
                }
            }
        });
        return layer;
    }

    private void put(Map<String, ConfigValue> layer, String key, String text, String origin) {
        if (settings.containsKey(key)) {
            layer.put(
                    key,
                    ConfigValue.builder()
                            .withName(key)
                            .withValue(text)
                            .withRawValue(text)
                            .withConfigSourceName(origin)
                            .build());
            return;
        }
        List<String> inSection = settings.keySet().stream()
                .filter(known -> known.startsWith(key + "."))
                .toList();
        if (inSection.isEmpty()) {
            problems.add("unknown key " + key + NearestKey.hint(key, settings.keySet()) + " [" + origin + "]");
        } else if (!text.isEmpty()) {
            problems.add(key + " must be a section with keys such as " + inSection.get(0) + ", got '" + text + "' ["
                    + origin + "]");
        }
    }

    private static MapBackedConfigValueConfigSource source(String name, Map<String, ConfigValue> values, int ordinal) {
        return new MapBackedConfigValueConfigSource(name, values, ordinal) {
            private static final long serialVersionUID = 1L;
        };
    }
}
