package io.gridmill.sinks.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.gridmill.core.schema.TableSchema;
import io.gridmill.sinks.files.FileFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.util.Text;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our files as apache-arrow for JavaScript reads them, which shares no code. Needs Node.js, and the folder in which {@code npm install apache-arrow}
 * was called: {@code -Dgridmill.test.npm=FOLDER}, or NODE_PATH.
 */
class ArrowJsTest {
    private static final TableSchema SCHEMA =
            TableSchema.parse("i INTEGER, f DOUBLE, b BOOLEAN, s VARCHAR, d DATE, t TIMESTAMP");
    private static final String SCRIPT = """
            const arrow = require('apache-arrow');
            const table = arrow.tableFromIPC(require('fs').readFileSync(process.argv[1]));
            console.log(table.numRows, table.batches.length, table.schema.fields.map(f => f.name + ':' + f.type).join(' '));
            let sum = 0, nulls = 0, trues = 0;
            for (const row of table) {
              sum += row.i + row.f;
              nulls += row.s === null ? 1 : 0;
              trues += row.b ? 1 : 0;
            }
            const row = table.get(1008);
            console.log(sum, nulls, trues, row.s, new Date(row.d).toISOString(), new Date(Number(row.t)).toISOString());
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

    @Test
    void javaScriptReadsWhatWeWrote() throws IOException, InterruptedException {
        Path file = folder.resolve("part.arrow");
        try (BufferAllocator allocator = new RootAllocator();
                OutputStream out = Files.newOutputStream(file);
                FileFormat.FileWriter writer = new ArrowFormat().open(out, SCHEMA);
                VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA.toArrow(), allocator)) {
            for (int from = 0; from < 2000; from += 1000) {
                fill(batch, from);
                writer.write(batch);
            }
            assertThat(writer.finish()).isEqualTo(2000);
        }

        assertThat(node(file))
                .containsExactly(
                        "2000 2 i:Int32 f:Float64 b:Bool s:Utf8 d:Date32<DAY> t:Timestamp<MICROSECOND>",
                        2000 * 1999 / 2 / 8 * 9
                                + " 285 667 Straße 8 1972-10-05T00:00:00.000Z 1970-01-01T00:16:48.000Z");
    }

    private static void fill(VectorSchemaRoot batch, int from) {
        batch.allocateNew();
        for (int row = 0; row < 1000; row++) {
            int n = from + row;
            ((IntVector) batch.getVector("i")).setSafe(row, n);
            ((Float8Vector) batch.getVector("f")).setSafe(row, n / 8.0);
            ((BitVector) batch.getVector("b")).setSafe(row, n % 3 == 0 ? 1 : 0);
            if (n % 7 != 0 || n == 1008) {
                ((VarCharVector) batch.getVector("s")).setSafe(row, new Text("Straße " + n % 10));
            }
            ((DateDayVector) batch.getVector("d")).setSafe(row, n);
            ((TimeStampMicroVector) batch.getVector("t")).setSafe(row, n * 1_000_000L);
        }
        batch.setRowCount(1000);
    }

    private List<String> node(Path file) throws IOException, InterruptedException {
        Path log = folder.resolve("node.log");
        ProcessBuilder builder = new ProcessBuilder("node", "-e", SCRIPT, file.toString());
        builder.environment().put("NODE_PATH", modules.toString());
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as("%s", lines).isZero();
        return lines;
    }
}
