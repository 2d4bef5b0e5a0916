package io.gridmill.cli.jobfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.gridmill.core.sink.SinkFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** After a change of a declaration, run this with {@code -Dgridmill.write-pages=true} once: it writes both files. */
final class JobFilePagesTest {
    private static final Pattern YAML_BLOCK = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");
    private static final Pattern JOB = Pattern.compile("(?m)^(sql|task):");
    private static final Pattern FILE = Pattern.compile("\\b(?:jar|file): ([\\w./-]+)");
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(JobFilePages.schema());

    @TempDir
    private Path folder;

    @Test
    void the_schema_is_what_the_declarations_say() throws IOException {
        compare("docs/job-file.schema.json", JobFilePages.schema());
    }

    @Test
    void the_reference_is_what_the_declarations_say() throws IOException {
        compare("docs/job-file.md", JobFilePages.markdown());
    }

    @Test
    void every_key_is_explained_in_a_sentence() {
        Stream<JobKey> keys = Stream.concat(
                Stream.of(JobKeys.ALL, JobKeys.RESULT).flatMap(List::stream),
                SinkOptions.all().values().stream().flatMap(List::stream));
        assertThat(keys)
                .allSatisfy(key -> assertThat(key.explanation())
                        .endsWith(".")
                        .doesNotContain("|")
                        .hasSizeGreaterThan(10));
    }

    @Test
    void the_sinks_and_their_options_are_those_that_the_nodes_have() {
        Map<String, Set<String>> there = new TreeMap<>();
        ServiceLoader.load(SinkFactory.class).forEach(sink -> there.put(sink.type(), new TreeSet<>(sink.options())));
        Map<String, Set<String>> written = new TreeMap<>();
        SinkOptions.all().forEach((type, keys) -> written.put(type, new TreeSet<>(JobKey.names(keys))));
        assertThat(written).isEqualTo(there);
    }

    /** Whole job files: those of the examples, and those that the pages show. */
    static Stream<String> good() throws IOException {
        Stream.Builder<String> files = Stream.builder();
        for (Path file : files("examples", ".yaml")) {
            files.add(Files.readString(file));
        }
        for (Path page : files("docs", ".md")) {
            Matcher blocks = YAML_BLOCK.matcher(Files.readString(page));
            blocks.results()
                    .map(block -> block.group(1))
                    .filter(text -> JOB.matcher(text).find())
                    .forEach(files::add);
        }
        return files.build();
    }

    @ParameterizedTest
    @MethodSource("good")
    void job_files_of_examples_and_pages_are_valid_and_can_be_read(String text) throws IOException {
        assertThat(complaints(text)).isEmpty();
        for (MatchResult named : FILE.matcher(text).results().toList()) {
            Path file = folder.resolve(named.group(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, "whatever a task's jar or parameter holds");
        }
        assertThat(JobFile.read(Files.writeString(folder.resolve("job.yaml"), text), folder))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sql: SELECT 1 FROM t",
                "{ sql: x, name: 5, params: { a: 1, b: x, c: 2026-01-02, d: true }, result: r }",
                "{ sql: x, table: { name: t, mode: create } }",
                "{ sql: x, table: t }",
                "{ sql: x, result: { name: r, mode: append }, sinks: [ 'csv:out', { csv: { path: o, delimiter: ';', header: false, compression: zstd } } ] }",
                "{ sql: x, sinks: [ { jdbc: { url: 'jdbc:sqlite:o.db', table: t, user: u, password: '${env:P}' } } ] }",
                "{ sql: x, attempts: 100, deadline: 90s, priority: -5, allow-partial: true, on-lost-dataset: wait }"
            })
    void what_the_schema_takes_the_command_takes(String text) throws IOException {
        assertThat(complaints(text)).isEmpty();
        assertThat(JobFile.read(Files.writeString(folder.resolve("job.yaml"), text), folder))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: x",
                "sql: ' '",
                "{ sql: x, atempts: 3 }",
                "{ sql: x, attempts: 0 }",
                "{ sql: x, attempts: 101 }",
                "{ sql: x, attempts: three }",
                "{ sql: x, deadline: 10 }",
                "{ sql: x, deadline: 0s }",
                "{ sql: x, priority: high }",
                "{ sql: x, allow-partial: yes please }",
                "{ sql: x, on-lost-dataset: reload }",
                "{ sql: x, params: [ a ] }",
                "{ sql: x, params: { a: [ 1 ] } }",
                "{ sql: x, table: { mode: create } }",
                "{ sql: x, table: { name: t, mode: append } }",
                "{ sql: x, result: { mode: create } }",
                "{ sql: x, result: { name: r, mode: upsert } }",
                "{ sql: x, result: { name: r, nam: r } }",
                "{ sql: x, sinks: 'csv:out' }",
                "{ sql: x, sinks: [ 'orc:out' ] }",
                "{ sql: x, sinks: [ { csv: { mode: create } } ] }",
                "{ sql: x, sinks: [ { csv: { path: p }, parquet: { path: p } } ] }",
                "{ sql: x, sinks: [ { parquet: { path: p, compression: lzo } } ] }",
                "{ sql: x, sinks: [ { csv: { path: p, delimiter: ab } } ] }",
                "{ sql: x, sinks: [ { jsonl: { path: p, compression: lzo } } ] }",
                "{ sql: x, sinks: [ { jdbc: { url: 'sqlite:o.db', table: t } } ] }",
                "{ sql: x, sinks: [ { jdbc: { url: 'jdbc:sqlite:o.db', table: t, password: secret } } ] }",
                "[ 1 ]"
            })
    void what_is_wrong_is_refused_by_the_schema(String text) throws IOException {
        assertThat(complaints(text)).isNotEmpty();
    }

    @Test
    void a_key_that_is_required_is_missed_by_the_command_too() throws IOException {
        Path file = Files.writeString(folder.resolve("job.yaml"), "name: x");
        assertThatThrownBy(() -> JobFile.read(file, folder)).hasMessageContaining("sql");
    }

    private static Set<ValidationMessage> complaints(String yaml) throws IOException {
        return SCHEMA.validate(new ObjectMapper(new YAMLFactory()).readTree(yaml));
    }

    private static List<Path> files(String place, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(root().resolve(place))) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !file.toString().contains("/target/"))
                    .sorted()
                    .toList();
        }
    }

    private static void compare(String page, String wanted) throws IOException {
        Path file = root().resolve(page);
        if (Boolean.getBoolean("gridmill.write-pages")) {
            Files.writeString(file, wanted);
        }
        assertThat(file).as("to write it anew: -Dgridmill.write-pages=true").hasContent(wanted);
    }

    /** The tests of a module run in its folder. */
    private static Path root() {
        return Path.of("").toAbsolutePath().getParent();
    }
}
