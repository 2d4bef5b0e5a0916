package io.gridmill.loaders.csv;

import io.gridmill.core.source.Source;
import io.gridmill.core.source.SourceFormat;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.loaders.files.FileBytes;
import io.gridmill.loaders.files.InputFiles;
import io.gridmill.loaders.files.StoredFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The format {@code csv}: UTF-8 text, a record a line (LF, CRLF or CR), fields between delimiters, quotes doubled within quotes.
 *
 * <table>
 * <caption>Options</caption>
 * <tr><th>option</th><th>values</th><th>default</th></tr>
 * <tr><td>delimiter</td><td>one character, or {@code tab}</td><td>{@code ,}</td></tr>
 * <tr><td>quote</td><td>one ASCII character, or {@code none}</td><td>{@code "}</td></tr>
 * <tr><td>header</td><td>{@code true}: each file starts with column names, and fields go to columns by name; {@code false}: by place;
 *     {@code auto}: look at the first file</td><td>{@code true}</td></tr>
 * <tr><td>null</td><td>an unquoted field of exactly this text is NULL</td><td>empty</td></tr>
 * <tr><td>compression</td><td>{@code none}, {@code gzip}, {@code zstd}, {@code auto}: by a file's first bytes</td><td>{@code auto}</td></tr>
 * </table>
 *
 * A delimiter behind the last field of each line is noticed and accepted. Empty lines are skipped; in a table of one column they are
 * NULL. Nothing is trimmed or rounded.
 */
public final class CsvFormat implements SourceFormat {
    static final String NAME = "csv";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> options() {
        return CsvOptions.NAMES;
    }

    @Override
    public Source open(SourceSpec spec) {
        CsvOptions options = CsvOptions.parse(spec.options());
        List<StoredFile> files =
                InputFiles.resolve(spec.from()).stream().map(StoredFile::of).toList();
        return new CsvSource(files, options, layout(spec, options, files));
    }

    /** Looks at the first file that is not empty, where columns or header are not given. */
    static Layout layout(SourceSpec spec, CsvOptions options, List<StoredFile> files) {
        boolean needsSample = spec.columns() == null || options.header() == CsvOptions.Header.AUTO;
        @Nullable
        StoredFile first =
                files.stream().filter(file -> file.size() > 0).findFirst().orElse(null);
        Path path = (first == null ? files.get(0) : first).path();
        if (!needsSample || first == null) {
            return Layout.of(options, spec.columns(), List.of(), path.toString());
        }
        try (FileBytes.Opened opened =
                FileBytes.of(first, options.compression()).open(0, first.size())) {
            return Layout.of(
                    options,
                    spec.columns(),
                    Head.sample(
                            opened.stream(),
                            options,
                            Layout.sampleRecords(spec.columns()),
                            Layout.SAMPLE_BYTES,
                            path.toString()),
                    path.toString());
        } catch (IOException | UncheckedIOException e) {
            throw FileBytes.unreadable(path.toString(), true, e);
        }
    }
}
