package io.gridmill.loaders.csv;

import io.gridmill.core.source.Source;
import io.gridmill.core.source.SourceFormat;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.loaders.files.InputFiles;
import io.gridmill.loaders.files.StoredFile;
import io.gridmill.loaders.keyed.KeyFolders;
import java.util.List;

/**
 * The format {@code csv}: UTF-8 text, a record a line (LF, CRLF or CR), fields between delimiters, quotes doubled within quotes.
 *
 * <table>
 * <caption>Options</caption>
 * <tr><th>option</th><th>values</th><th>default</th></tr>
 * <tr><td>delimiter</td><td>one character, {@code tab}, or {@code auto}: the one of {@code , ; |} and tab that cuts the first records of
 *     the first file most evenly</td><td>{@code auto}</td></tr>
 * <tr><td>quote</td><td>one ASCII character, or {@code none}</td><td>{@code "}</td></tr>
 * <tr><td>header</td><td>{@code true}: each file starts with column names, and fields go to columns by name; {@code false}: by place;
 *     {@code auto}: what the first file looks like</td><td>{@code auto}; {@code true} when columns are given</td></tr>
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
        return KeyFolders.open(spec, this::openFiles);
    }

    private Source openFiles(SourceSpec spec) {
        List<StoredFile> files =
                InputFiles.resolve(spec.from()).stream().map(StoredFile::of).toList();
        return new CsvSource(files, Reading.of(spec, files));
    }
}
