package io.gridmill.loaders.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.loaders.Rows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files and streams that apache-arrow for JavaScript wrote, which shares no code. Needs Node.js, and the folder in which
 * {@code npm install apache-arrow} was called: {@code -Dgridmill.test.npm=FOLDER}, or NODE_PATH.
 */
class ArrowJsTest {
    private static final String SCRIPT = """
            const arrow = require('apache-arrow');
            const fs = require('fs');
            const n = 1000;
            const table = arrow.tableFromArrays({
              i: Int32Array.from({ length: n }, (_, k) => k - 500),
              f: Float64Array.from({ length: n }, (_, k) => k / 8),
              b: Array.from({ length: n }, (_, k) => k % 3 === 0),
              s: Array.from({ length: n }, (_, k) => (k % 7 === 0 ? null : 'Straße ' + (k % 10))),
              t: Array.from({ length: n }, (_, k) => new Date(k * 1000)),
            });
            fs.writeFileSync(process.argv[1], arrow.tableToIPC(table, process.argv[2]));
            """;

    @TempDir
    Path folder;

    private Path modules;

    @BeforeEach
    void findModules() {
        String place = System.getProperty("gridmill.test.npm", "");
        String nodePath = System.getenv("NODE_PATH");
        modules = !place.isEmpty() ? Path.of(place, "node_modules") : Path.of(nodePath == null ? "none" : nodePath);
        if (!Files.isDirectory(modules.resolve("apache-arrow"))) {
            System.out.println(
                    "not run: apache-arrow for JavaScript is not there (-Dgridmill.test.npm=FOLDER, or NODE_PATH)");
            abort("apache-arrow for JavaScript is not there");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "stream"})
    void whatJavaScriptWroteIsReadRight(String kind) throws IOException, InterruptedException {
        Path file = folder.resolve("t.arrow");
        node(SCRIPT, file.toString(), kind);

        assertThat(ArrowFiles.open(file, null).schema())
                .isEqualTo(TableSchema.parse("i INTEGER, f DOUBLE, b BOOLEAN, s VARCHAR, t TIMESTAMP"));
        List<List<Object>> rows = List.copyOf(Rows.of(ArrowFiles.open(file, null), 1, RejectHandler.FAIL));
        assertThat(rows).hasSize(1000);
        assertThat(rows.get(8))
                .isEqualTo(List.of(-492, 1.0, false, "Straße 8", LocalDateTime.parse("1970-01-01T00:00:08")));
        assertThat(rows.stream().filter(row -> row.get(3) == null)).hasSize(143);
    }

    private void node(String script, String... arguments) throws IOException, InterruptedException {
        Path log = folder.resolve("node.log");
        ProcessBuilder builder = new ProcessBuilder("node", "-e", script);
        builder.command().addAll(List.of(arguments));
        builder.environment().put("NODE_PATH", modules.toString());
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(log, StandardCharsets.UTF_8))
                .isZero();
    }
}
