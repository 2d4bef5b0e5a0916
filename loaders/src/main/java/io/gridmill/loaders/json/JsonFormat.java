package io.gridmill.loaders.json;

import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.Source;
import io.gridmill.core.source.SourceFormat;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.loaders.FormatOptions;
import io.gridmill.loaders.files.Compression;
import io.gridmill.loaders.files.FileBytes;
import io.gridmill.loaders.files.InputFiles;
import io.gridmill.loaders.files.StoredFile;
import io.gridmill.loaders.keyed.KeyFolders;
import io.gridmill.loaders.text.ColumnFiller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The format {@code jsonl}: UTF-8 text, a JSON object a line, its keys the columns. A key that is not there is NULL, as {@code null} is.
 *
 * <table>
 * <caption>Options</caption>
 * <tr><th>option</th><th>values</th><th>default</th></tr>
 * <tr><td>compression</td><td>{@code none}, {@code gzip}, {@code zstd}, {@code auto}: by a file's first bytes</td><td>{@code auto}</td></tr>
 * </table>
 *
 * A load that names columns reads those and leaves out other keys; one that names none takes the keys of the first records, and another key is
 * an error. Values are taken by their text, so a number may also stand in quotes, and VARCHAR takes numbers and truth values as they are written.
 * Empty lines are skipped.
 */
public final class JsonFormat implements SourceFormat {
    static final String NAME = "jsonl";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> options() {
        return List.of("compression");
    }

    @Override
    public Source open(SourceSpec spec) {
        return KeyFolders.open(spec, this::openFiles);
    }

    private Source openFiles(SourceSpec spec) {
        FormatOptions options = FormatOptions.of(NAME, options(), spec.options());
        Compression compression = options.oneOf("compression", Compression.values(), Compression.AUTO);
        List<StoredFile> files =
                InputFiles.resolve(spec.from()).stream().map(StoredFile::of).toList();
        TableSchema given = spec.columns();
        if (given != null) {
            // Fails early for types that no text becomes.
            given.columns().forEach(ColumnFiller::of);
            return new JsonSource(files, compression, spec, new Layout(given, spec.found()));
        }
        return new JsonSource(files, compression, spec, infer(files, compression));
    }

    /** Looks at the first file that is not empty. */
    private static Layout infer(List<StoredFile> files, Compression compression) {
        StoredFile first =
                files.stream().filter(file -> file.size() > 0).findFirst().orElse(files.get(0));
        String name = first.path().toString();
        try (FileBytes.Opened opened = FileBytes.of(first, compression).open(0, first.size())) {
            return Sample.read(opened.stream(), name);
        } catch (IOException | UncheckedIOException e) {
            throw FileBytes.unreadable(name, true, e);
        }
    }
}
