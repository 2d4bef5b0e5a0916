package io.gridmill.loaders.arrow;

import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.Source;
import io.gridmill.core.source.SourceFormat;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.loaders.FormatOptions;
import io.gridmill.loaders.columns.ColumnMatch;
import io.gridmill.loaders.files.InputFiles;
import io.gridmill.loaders.files.StoredFile;
import io.gridmill.loaders.keyed.KeyFolders;
import java.util.List;

/**
 * The format {@code arrow}: IPC files (also called Feather, version 2) and IPC streams; a file's first bytes say which it is. It has no options. A load
 * that names columns reads those only; one that names none reads all columns of its first file, and every other file must have the same ones.
 */
public final class ArrowFormat implements SourceFormat {
    static final String NAME = "arrow";

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
        return KeyFolders.open(spec, this::openFiles);
    }

    private Source openFiles(SourceSpec spec) {
        FormatOptions.of(NAME, options(), spec.options());
        List<StoredFile> files =
                InputFiles.resolve(spec.from()).stream().map(StoredFile::of).toList();
        TableSchema schema = spec.columns();
        if (schema != null) {
            return new ArrowSource(files, spec, schema, spec.found() != null);
        }
        try (ArrowInput first = ArrowInput.open(files.get(0))) {
            return new ArrowSource(files, spec, ColumnMatch.infer(first.columns(), first.name()), true);
        }
    }
}
