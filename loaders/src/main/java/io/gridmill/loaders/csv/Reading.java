package io.gridmill.loaders.csv;

import io.gridmill.core.source.SourceSpec;
import io.gridmill.core.source.SourceSpec.Found;
import io.gridmill.loaders.files.FileBytes;
import io.gridmill.loaders.files.StoredFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the files of a load are read: what was asked, completed by what its first file that is not empty shows. Decided once a load, and carried in its
 * spec from then on.
 *
 * @param options with a delimiter and a header that are decided
 */
record Reading(SourceSpec asked, CsvOptions options, Layout layout) {
    private static final String FIELDS_BETWEEN = "fields between ";

    /** Looks into the files, where something is not said. */
    static Reading of(SourceSpec asked, List<StoredFile> files) {
        CsvOptions options = CsvOptions.parse(asked.options(), asked.columns() != null);
        StoredFile first =
                files.stream().filter(file -> file.size() > 0).findFirst().orElse(files.get(0));
        String name = first.path().toString();
        if (first.size() == 0) {
            return of(asked, options.decided(), List.of(), name);
        }
        try {
            FileBytes bytes = FileBytes.of(first, options.compression());
            CsvOptions decided = options.hasDelimiter() ? options : options.withDelimiter(delimiter(bytes, options));
            int records = sampleRecords(asked, decided);
            return of(asked, decided, records == 0 ? List.of() : sample(bytes, decided, records), name);
        } catch (IOException | UncheckedIOException e) {
            throw FileBytes.unreadable(name, true, e);
        }
    }

    private static Reading of(SourceSpec asked, CsvOptions options, List<List<@Nullable String>> records, String file) {
        return new Reading(asked, options, Layout.of(options, asked, records, file));
    }

    private static char delimiter(FileBytes bytes, CsvOptions options) throws IOException {
        try (FileBytes.Opened opened = bytes.open(0, bytes.file().size())) {
            byte[] start = opened.stream().readNBytes(Layout.SAMPLE_BYTES);
            String name = bytes.file().path().toString();
            return Delimiters.find(
                    start, Head.byteOrderMark(start, name), start.length < Layout.SAMPLE_BYTES, options, name);
        }
    }

    /** To infer types many are looked at, else the one that may be a header. */
    private static int sampleRecords(SourceSpec asked, CsvOptions options) {
        if (asked.columns() == null) {
            return 1 + Layout.SAMPLE_RECORDS;
        }
        return options.header() == CsvOptions.Header.AUTO ? 1 : 0;
    }

    private static List<List<@Nullable String>> sample(FileBytes bytes, CsvOptions options, int records)
            throws IOException {
        try (FileBytes.Opened opened = bytes.open(0, bytes.file().size())) {
            return Head.sample(
                    opened.stream(),
                    options,
                    records,
                    Layout.SAMPLE_BYTES,
                    bytes.file().path().toString());
        }
    }

    /** What was asked, with all decisions written out. */
    SourceSpec spec() {
        Map<String, String> all = new TreeMap<>(asked.options());
        all.put("delimiter", String.valueOf(options.delimiter()));
        all.put("header", String.valueOf(layout.hasHeader()));
        return new SourceSpec(
                CsvFormat.NAME, asked.from(), layout.schema(), all, new Found(layout.sampledRecords(), words()));
    }

    /** Whether the delimiter of a load was or will be found in its files; once it is found, only the words about it tell. */
    static boolean foundDelimiter(SourceSpec asked) {
        return asked.found() == null
                ? !CsvOptions.parse(asked.options(), asked.columns() != null).hasDelimiter()
                : asked.found().words().startsWith(FIELDS_BETWEEN);
    }

    private String words() {
        if (asked.found() != null) {
            return asked.found().words();
        }
        StringBuilder words = new StringBuilder();
        CsvOptions given = CsvOptions.parse(asked.options(), asked.columns() != null);
        if (layout.delimiterFound()) {
            words.append(FIELDS_BETWEEN).append(options.delimiterInWords());
        }
        if (given.header() == CsvOptions.Header.AUTO) {
            words.append(words.isEmpty() ? "" : ", ").append(layout.headerInWords());
        }
        if (!layout.zones().isEmpty()) {
            words.append(words.isEmpty() ? "" : ", ").append(layout.zones());
        }
        return words.toString();
    }
}
