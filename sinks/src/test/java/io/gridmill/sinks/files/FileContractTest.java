package io.gridmill.sinks.files;

import static io.gridmill.sinks.TestRows.rows;

import io.gridmill.core.job.WriteMode;
import io.gridmill.core.sink.Sink;
import io.gridmill.core.sink.SinkSpec;
import io.gridmill.sinks.SinkContractTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The contract over a folder. */
public abstract class FileContractTest extends SinkContractTest {
    protected abstract String type();

    protected final Path target() {
        return folder.resolve("out put");
    }

    @Override
    protected final SinkSpec spec(WriteMode mode) {
        return new SinkSpec(type(), Map.of("path", target().toString(), "mode", mode.toString()));
    }

    @Override
    protected final List<String> neededOptions() {
        return List.of("path");
    }

    @Override
    protected final List<String> leftovers() {
        if (!Files.exists(target())) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(target())) {
            return all.map(path -> target().relativize(path).toString())
                    .filter(name -> name.startsWith("_staging") || name.endsWith(".tmp"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    protected final List<Path> visible() {
        if (!Files.exists(target())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(target())) {
            return files.filter(path -> !path.getFileName().toString().startsWith("_"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected final void makeTarget() {
        prepare("before", WriteMode.CREATE);
        close("before", WriteMode.CREATE, stage("before", WriteMode.CREATE, "0", 1, rows(0, 1)));
        with("before", WriteMode.CREATE, Sink::sweep);
    }
}
