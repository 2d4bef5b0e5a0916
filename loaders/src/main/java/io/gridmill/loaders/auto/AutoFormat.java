package io.gridmill.loaders.auto;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.source.Source;
import io.gridmill.core.source.SourceFormat;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.loaders.files.InputFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * The format {@code auto}: what the ends of the files' names say, {@code .gz}, {@code .zst} and the like left out; {@code csv} where they say nothing.
 * Options are the recognised format's.
 */
public final class AutoFormat implements SourceFormat {
    static final String NAME = "auto";
    private static final String CSV = "csv";
    private static final List<String> COMPRESSED = List.of(".gz", ".gzip", ".zst", ".zstd");
    private static final Map<String, String> BY_ENDING = Map.ofEntries(
            Map.entry("parquet", "parquet"),
            Map.entry("pq", "parquet"),
            Map.entry("arrow", "arrow"),
            Map.entry("arrows", "arrow"),
            Map.entry("ipc", "arrow"),
            Map.entry("feather", "arrow"),
            Map.entry("jsonl", "jsonl"),
            Map.entry("ndjson", "jsonl"),
            Map.entry("json", "jsonl"));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> options() {
        return List.of();
    }

    @Override
    public Source open(SourceSpec spec) {
        List<Path> files = InputFiles.resolve(spec.from());
        String format = of(files);
        Map<String, String> options = new TreeMap<>(spec.options());
        if (format.equals(CSV) && ending(files.get(0)).equals("tsv")) {
            options.putIfAbsent("delimiter", "tab");
        }
        return ServiceLoader.load(SourceFormat.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(candidate -> candidate.name().equals(format))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("format " + format + " is not there"))
                .open(new SourceSpec(format, spec.from(), spec.columns(), options, spec.found()));
    }

    /**
     * The format of files.
     *
     * @throws GridmillException USER when they are of several, naming one of each
     */
    public static String of(List<Path> files) {
        String format = of(files.get(0));
        for (Path file : files) {
            if (!of(file).equals(format)) {
                throw GridmillException.user(
                        "the files of a load must be of one format; by their names '" + files.get(0) + "' is " + format
                                + " and '" + file + "' is " + of(file) + "; say which it is (--format)");
            }
        }
        return format;
    }

    private static String of(Path file) {
        return BY_ENDING.getOrDefault(ending(file), CSV);
    }

    private static String ending(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        for (String compressed : COMPRESSED) {
            if (name.endsWith(compressed)) {
                name = name.substring(0, name.length() - compressed.length());
                break;
            }
        }
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('/')) + 1);
    }
}
