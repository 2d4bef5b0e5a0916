package io.gridmill.cli.jobfile;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.sink.SinkSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The sinks that can be written down, and the options that each takes. The nodes check again, against what they really have. */
final class SinkOptions {
    private static final Map<String, List<String>> KNOWN = Map.of(
            "parquet", List.of("path", "mode", "compression"),
            "csv", List.of("path", "mode", "compression", "delimiter", "header"),
            "jdbc", List.of("url", "table", "mode", "user", "password"));
    private static final List<String> TYPES = List.of("parquet", "csv", "jdbc");
    private static final Map<String, List<String>> REQUIRED =
            Map.of("parquet", List.of("path"), "csv", List.of("path"), "jdbc", List.of("url", "table"));
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):[^}]+}");
    private static final String SQLITE = "jdbc:sqlite:";

    private SinkOptions() {}

    /** The names of a type's options, in the order in which people should see them. */
    static List<String> known(String type) {
        List<String> known = KNOWN.get(type);
        if (known == null) {
            throw GridmillException.user("unknown sink type '" + type + "'" + Nearest.hint(type, TYPES));
        }
        return known;
    }

    static void checkName(String type, String option) {
        List<String> known = known(type);
        if (!known.contains(option)) {
            throw GridmillException.user(
                    "unknown option '" + option + "' of sink " + type + Nearest.hint(option, known));
        }
    }

    /** @throws GridmillException USER for a missing or wrong option */
    static SinkSpec sink(String type, Map<String, String> given, Path folder) {
        Map<String, String> options = new TreeMap<>(given);
        List<String> missing = new ArrayList<>(REQUIRED.getOrDefault(type, List.of()));
        missing.removeIf(name -> !options.getOrDefault(name, "").isBlank());
        if (!missing.isEmpty()) {
            throw GridmillException.user("sink " + type + " needs " + String.join(" and ", missing) + ", got "
                    + (given.isEmpty() ? "nothing" : String.join(", ", new TreeMap<>(given).keySet())));
        }
        options.put(
                "mode", WriteMode.parse(options.getOrDefault("mode", "create")).toString());
        options.computeIfPresent("path", (name, path) -> absolute(path, folder));
        options.computeIfPresent("url", (name, url) -> absoluteUrl(url, folder));
        String password = options.get("password");
        if (password != null && !REFERENCE.matcher(password).matches()) {
            throw GridmillException.user(
                    "password must be a reference, so that nothing stores it: ${env:NAME} or ${file:PATH}, resolved on the nodes [sink="
                            + type + "]");
        }
        return new SinkSpec(type, options);
    }

    private static String absolute(String path, Path folder) {
        return folder.resolve(path).normalize().toString();
    }

    private static String absoluteUrl(String url, Path folder) {
        if (!url.startsWith("jdbc:")) {
            throw GridmillException.user("url must start with jdbc:, got '" + url + "'");
        }
        String file = url.startsWith(SQLITE) ? url.substring(SQLITE.length()) : "";
        if (file.isEmpty() || file.startsWith(":") || file.startsWith("file:")) {
            return url;
        }
        int query = file.indexOf('?');
        return query < 0
                ? SQLITE + absolute(file, folder)
                : SQLITE + absolute(file.substring(0, query), folder) + file.substring(query);
    }
}
