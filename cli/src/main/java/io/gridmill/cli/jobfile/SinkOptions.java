package io.gridmill.cli.jobfile;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.error.Nearest;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.sink.SinkSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The sinks that can be written down, and the options that each takes. The nodes check again, against what they really have. */
final class SinkOptions {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):[^}]+}");
    private static final JobKey PATH =
            JobKey.required("path", KeyRule.text("a folder"), "Where the files go; the folder is made when needed.");
    private static final JobKey MODE = JobKey.optional(
            "mode",
            KeyRule.oneOf(List.of(WriteMode.values())),
            WriteMode.CREATE.toString(),
            "What happens to rows that are there: create wants none, append keeps them, replace drops them when the new ones are there.");
    private static final JobKey COMPRESSION = JobKey.optional(
            "compression",
            KeyRule.oneOf(List.of("none", "gzip", "zstd")),
            "none",
            "How files are compressed; their names end with .gz or .zst then.");
    private static final Map<String, List<JobKey>> BY_TYPE = new LinkedHashMap<>();

    static {
        BY_TYPE.put(
                "parquet",
                List.of(
                        PATH,
                        MODE,
                        JobKey.optional(
                                "compression",
                                KeyRule.oneOf(List.of("snappy", "zstd", "gzip", "none")),
                                "snappy",
                                "How pages are compressed.")));
        BY_TYPE.put(
                "csv",
                List.of(
                        PATH,
                        MODE,
                        JobKey.optional(
                                "delimiter",
                                KeyRule.pattern(
                                        "one character that stands in no number and no date; \\t is a tab",
                                        "^([^\"\\n\\r0-9A-Za-z.+:-]|\\\\t)$"),
                                "a comma",
                                "What stands between fields."),
                        JobKey.optional("header", KeyRule.truth(), "true", "Whether the first line names the columns."),
                        COMPRESSION));
        BY_TYPE.put("jsonl", List.of(PATH, MODE, COMPRESSION));
        BY_TYPE.put("arrow", List.of(PATH, MODE));
        BY_TYPE.put(
                "jdbc",
                List.of(
                        JobKey.required(
                                "url",
                                KeyRule.pattern("a JDBC URL", "^jdbc:"),
                                "The database: jdbc:sqlite:out.db or jdbc:postgresql://HOST:PORT/DATABASE."),
                        JobKey.required("table", KeyRule.text("a table"), "The table; it is made when needed."),
                        MODE,
                        JobKey.optional("user", KeyRule.text("a name"), "", "Who connects."),
                        JobKey.optional(
                                "password",
                                KeyRule.pattern(
                                        "${env:NAME} or ${file:PATH}, resolved on the nodes",
                                        "^" + REFERENCE.pattern() + "$"),
                                "",
                                "A reference, so that nothing stores the password."),
                        JobKey.optional(
                                "timeout-seconds",
                                KeyRule.wholeNumber(1, 999_999),
                                "600",
                                "PostgreSQL: how long a transaction may take before it is given up, and tried again.")));
    }

    /** A sink in a job file. */
    static final KeyRule RULE = KeyRule.pattern(
                    "a text TYPE:PLACE?OPTION=VALUE&..., such as csv:out?mode=replace",
                    "^(" + String.join("|", BY_TYPE.keySet()) + "):.")
            .or(oneType());

    private static final String SQLITE = "jdbc:sqlite:";

    private SinkOptions() {}

    /** The names of a type's options, in the order in which people should see them. */
    static List<String> known(String type) {
        List<JobKey> known = BY_TYPE.get(type);
        if (known == null) {
            throw GridmillException.user("unknown sink type '" + type + "'" + Nearest.hint(type, BY_TYPE.keySet()));
        }
        return JobKey.names(known);
    }

    /** Types and their options. */
    static Map<String, List<JobKey>> all() {
        return Collections.unmodifiableMap(BY_TYPE);
    }

    private static KeyRule oneType() {
        List<JobKey> types = new ArrayList<>();
        BY_TYPE.forEach((type, keys) -> types.add(
                JobKey.optional(type, KeyRule.section("its options", keys), "", "A sink of type " + type + ".")));
        KeyRule section = KeyRule.section("one type with its options", types);
        section.schema().put("minProperties", 1).put("maxProperties", 1);
        return section;
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
        List<String> missing = new ArrayList<>();
        BY_TYPE.getOrDefault(type, List.of()).stream().filter(JobKey::required).forEach(key -> missing.add(key.name()));
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
        for (JobKey key : BY_TYPE.getOrDefault(type, List.of())) {
            String value = options.get(key.name());
            if (value != null && !key.rule().allows(value)) {
                throw GridmillException.user("option '" + key.name() + "' must be "
                        + key.rule().words() + ", got '" + value + "' [sink=" + type + "]");
            }
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
