package io.gridmill.tests.bad;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.gridmill.cli.Main;
import io.gridmill.cli.session.Session;
import io.gridmill.client.Gridmill;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong with an input, the command ends with status 1 or 2 and a line that names rule, value and place, never with a stack trace. */
class BadInputsIT {
    private static final List<String> KINDS =
            List.of("files", "schemas", "queries", "job-files", "tasks", "config", "calls");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String GOOD_ROWS = """
            id,name,price,day,at,ok,x
            1,one,1.50,2026-01-02,2026-01-02T03:04:05.678,true,0.5
            2,,2.25,2026-02-03,2026-02-03T00:00:00,false,1e300
            3,three,,,,,
            """;

    @TempDir
    static Path good;

    private static @Nullable Gridmill grid;

    private record Seen(int status, String out, String err) {}

    @BeforeAll
    static void a_grid_with_a_dataset_and_good_files() throws IOException {
        grid = Gridmill.embedded();
        Files.writeString(good.resolve("good.csv"), GOOD_ROWS);
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(good.resolve("good.csv.gz")))) {
            gzip.write(GOOD_ROWS.getBytes(StandardCharsets.UTF_8));
        }
        assertGood("load", "t", "--from", "good.csv");
        for (String format : List.of("parquet", "arrow")) {
            assertGood("run", "--sql", "SELECT * FROM t", "--sink", format + ":" + format);
            try (Stream<Path> parts = Files.list(good.resolve(format))) {
                Path part = parts.filter(file -> file.toString().endsWith("." + format))
                        .findFirst()
                        .orElseThrow();
                Files.move(part, good.resolve("good." + format));
            }
        }
    }

    @AfterEach
    void what_was_loaded_by_mistake_is_dropped() {
        gridmill(good, List.of("drop", "bad"));
    }

    @AfterAll
    static void the_grid_has_outlived_them() {
        if (grid != null) {
            assertGood("sql", "SELECT COUNT(*) FROM t");
            grid.close();
        }
    }

    static List<BadInput> cases() throws IOException {
        List<BadInput> cases = new ArrayList<>();
        for (String kind : KINDS) {
            try (InputStream file = Objects.requireNonNull(BadInputsIT.class.getResourceAsStream(kind + ".yaml"))) {
                cases.addAll(YAML.readValue(file, new TypeReference<List<BadInput>>() {}));
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void it_is_said_what_is_wrong(BadInput input, @TempDir Path folder) {
        input.writeFiles(folder, good);

        Seen seen = gridmill(folder, input.typed());

        SoftAssertions all = new SoftAssertions();
        all.assertThat(seen.status()).as("status").isEqualTo(input.status()).isBetween(1, 2);
        all.assertThat(seen.out()).as("standard output").isEmpty();
        all.assertThat(seen.err())
                .startsWith("gridmill: ")
                .contains(input.rule(), input.value(), input.place())
                .doesNotContain("Exception", "\tat ", "internal error", "java.")
                .doesNotContainPattern("(?<!')\\bnull\\b");
        all.assertAll();
    }

    @Test
    void the_corpus_is_large_and_says_each_thing_once() throws IOException {
        assertThat(cases())
                .hasSizeGreaterThanOrEqualTo(200)
                .extracting(BadInput::wrong)
                .doesNotHaveDuplicates();
    }

    private static void assertGood(String... typed) {
        Seen seen = gridmill(good, List.of(typed));
        assertThat(seen.status()).as(seen.err()).isZero();
    }

    private static Seen gridmill(Path folder, List<String> typed) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String node = Objects.requireNonNull(grid).nodes().get(0).clientAddress();
        Session session = new Session(
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                () -> 80,
                folder,
                Map.of("GRIDMILL_CONNECT", node),
                addresses -> Gridmill.connect(addresses),
                action -> () -> {});
        int status = Main.run(session, typed.toArray(String[]::new));
        return new Seen(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
