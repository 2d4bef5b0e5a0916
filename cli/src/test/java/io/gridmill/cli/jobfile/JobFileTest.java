package io.gridmill.cli.jobfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.ResultSpec;
import io.gridmill.core.job.TaskSpec;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.sink.SinkSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JobFileTest {
    private static final Path HERE = Path.of("/where/typed");

    @TempDir
    private Path folder;

    @Test
    void a_whole_job_file_is_read() throws IOException {
        JobSpec spec = read("""
                name: revenue-by-supplier
                sql: |
                  SELECT l_suppkey, SUM(l_extendedprice) AS revenue
                  FROM lineitem WHERE l_shipdate < :until GROUP BY l_suppkey
                params: { until: 1998-09-02, rate: 0.10 }
                result: { name: revenue, mode: append }
                table: { name: revenue, mode: create }
                sinks:
                  - parquet: { path: out/revenue, mode: replace }
                  - jdbc: { url: "jdbc:postgresql://127.0.0.1/test", user: app, password: "${env:APP_PASSWORD}", table: revenue, mode: append }
                  - csv:/abs?delimiter=;
                attempts: 5
                deadline: 10m
                priority: 5
                allow-partial: true
                """);

        assertThat(spec.name()).isEqualTo("revenue-by-supplier");
        assertThat(spec.sql())
                .isEqualTo(
                        "SELECT l_suppkey, SUM(l_extendedprice) AS revenue\nFROM lineitem WHERE l_shipdate < :until GROUP BY l_suppkey\n");
        assertThat(spec.params()).isEqualTo(Map.of("until", "1998-09-02", "rate", "0.10"));
        assertThat(spec.result()).isEqualTo(new ResultSpec("revenue", WriteMode.APPEND));
        assertThat(spec.sinks())
                .containsExactly(
                        new SinkSpec("table", Map.of("name", "revenue", "mode", "create")),
                        new SinkSpec("parquet", Map.of("path", "/where/typed/out/revenue", "mode", "replace")),
                        new SinkSpec(
                                "jdbc",
                                Map.of(
                                        "url", "jdbc:postgresql://127.0.0.1/test",
                                        "user", "app",
                                        "password", "${env:APP_PASSWORD}",
                                        "table", "revenue",
                                        "mode", "append")),
                        new SinkSpec("csv", Map.of("path", "/abs", "mode", "create", "delimiter", ";")));
        assertThat(spec.attempts()).isEqualTo(5);
        assertThat(spec.deadline()).isEqualTo(Duration.ofMinutes(10));
        assertThat(spec.priority()).isEqualTo(5);
        assertThat(spec.allowPartial()).isTrue();
    }

    @Test
    void a_table_is_replaced_unless_its_mode_is_given() throws IOException {
        assertThat(read("sql: SELECT 1 FROM t\ntable: x\n").sinks())
                .containsExactly(new SinkSpec("table", Map.of("name", "x", "mode", "replace")));
    }

    @Test
    void a_query_is_enough_and_the_file_gives_the_name() throws IOException {
        assertThat(read("sql: SELECT 1 FROM t\n"))
                .isEqualTo(JobSpec.sql("SELECT 1 FROM t").named("job"));
    }

    @Test
    void a_result_may_be_a_name_alone() throws IOException {
        assertThat(read("sql: x\nresult: r\n").result()).isEqualTo(new ResultSpec("r", WriteMode.REPLACE));
    }

    @Test
    void a_task_is_read_with_its_jar_and_parameters() throws IOException {
        Files.writeString(folder.resolve("my.jar"), "jar");
        Files.writeString(folder.resolve("model.json"), "{}");
        String sha256 = "7b44a4ba5e29ba8bf8dd1f3aa7e6d3a3d1ad6b0a6dfbd6a24ef4a1cd4ae2e7b4";
        JobSpec here = readIn(folder, """
                dataset: d
                task:
                  class: com.example.Mine
                  jar: my.jar
                  params: { rate: 0.5, model: { file: model.json } }
                params: { rate: 0.7 }
                """);
        assertThat(here.task()).isNotNull();
        assertThat(here.task().jar()).isEqualTo("my.jar");
        assertThat(here.task().sha256()).hasSize(64);
        assertThat(here.name()).isEqualTo("job");
        assertThat(here.params()).isEqualTo(Map.of("rate", "0.7", "model", "{}"));

        JobSpec elsewhere = read("dataset: d\ntask: { class: C, jar: lib/other.jar, sha256: "
                + sha256.toUpperCase(Locale.ROOT) + " }\n");
        assertThat(elsewhere.task()).isEqualTo(new TaskSpec("d", "C", "other.jar", sha256));
        assertThatThrownBy(
                        () -> readIn(folder, "dataset: d\ntask: { class: C, jar: my.jar, sha256: " + sha256 + " }\n"))
                .hasMessageContaining("the jar must have the sha256 " + sha256 + ", ");
        assertThat(read("dataset: d\ntask: { name: portfolio-risk }\n").task())
                .isEqualTo(TaskSpec.of("d", "portfolio-risk"));
    }

    private JobSpec readIn(Path where, String text) throws IOException {
        return JobFile.read(Files.writeString(folder.resolve("job.yaml"), text), where);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sql: x~atempts: 3 | unknown key 'atempts'; did you mean 'attempts'? | 2
            sql: x~result: { nam: r } | unknown key 'nam' of result; did you mean 'name'? | 2
            sql: x~result: { mode: create } | result must have a name | 2
            sql: x~result:~  name: r~  mode: upsert | mode must be create, append or replace, got 'upsert' | 4
            sql: x~table: { mode: create } | table must have a name | 2
            sql: x~table: { name: t, mode: append } | a table's mode must be create or replace, got append | 2
            name: x | a job file must have a query under 'sql' or a task under 'task', got none | 1
            sql: x~task: { name: t }~dataset: d | a job file must have a query under 'sql' or a task under 'task', got both | 2
            sql: x~dataset: d | 'dataset' goes with a task; a query names its dataset itself | 2
            task: { name: t } | a job with a task must name the dataset that it reads under 'dataset', got none | 1
            dataset: d~task: t | task must be keys with values | 2
            dataset: d~task: { nam: t } | unknown key 'nam' of task; did you mean 'name'? | 2
            dataset: d~task: { jar: a.jar } | a task must have a name, if it is built in, or a class, got neither | 2
            dataset: d~task: { name: t, class: C } | a task must have a name, if it is built in, or a class, got both | 2
            dataset: d~task: { class: C, jar: a.jar } | a task's jar needs its sha256, unless the jar lies here too; there is no | 2
            dataset: d~task: { class: C, sha256: abc } | a task's jar and its sha256 go together, got only sha256 | 2
            dataset: d~task: { class: C, jar: a.jar, sha256: abc } | sha256 must be 64 hexadecimal digits, got 'abc' | 2
            dataset: d~task:~  name: t~  params: { a: [ 1 ] } | parameter a must be keys with values | 4
            dataset: d~task:~  name: t~  params:~    a: { fil: x } | unknown key 'fil' of parameter a; did you mean 'file'? | 5
            dataset: d~task:~  name: t~  params:~    a: { file: none.txt } | a parameter's file does not exist | 5
            sql: [ a ] | sql must have one value, got a list | 1
            sql: | sql must have one value, got nothing | 1
            sql: x~sql: y | 'sql' must be given once | 2
            sql: x~params: 5 | params must be keys with values, such as 'name: x', got a single value | 2
            sql: x~sinks: csv:out | sinks must be a list | 2
            sql: x~sinks:~  - parket: { path: p } | unknown sink type 'parket'; did you mean 'parquet'? | 3
            sql: x~sinks:~  - parquet: { pat: p } | unknown key 'pat' of sink parquet; did you mean 'path'? | 3
            sql: x~sinks:~  - parquet: { mode: replace } | sink parquet needs path, got mode | 3
            sql: x~sinks:~  - jdbc: { table: t } | sink jdbc needs url, got table | 3
            sql: x~sinks:~  - jdbc: { url: "jdbc:x:y", table: t, password: secret } | password must be a reference | 3
            sql: x~sinks:~  - parquet: { path: p }~    csv: { path: q } | a sink must be one type with its options | 3
            sql: x~sinks:~  - csv: { path: p, delimiter: ab } | option 'delimiter' must be one character that stands in no number and no date | 3
            sql: x~sinks:~  - csv: { path: p, header: perhaps } | option 'header' must be true or false, got 'perhaps' [sink=csv] | 3
            sql: x~sinks:~  - jsonl: { path: p, compression: lzo } | option 'compression' must be one of none, gzip, zstd, got 'lzo' [sink=jsonl] | 3
            sql: x~sinks:~  - csv:out?delimiter=ab | option 'delimiter' must be one character | 3
            sql: x~sinks:~  - csv:out?mod=create | unknown option 'mod' of sink csv; did you mean 'mode'? | 3
            sql: x~attempts: 0 | attempts must be 1 to 100, got 0 | 2
            sql: x~attempts: three | attempts must be a whole number, got 'three' | 2
            sql: x~deadline: 10 | a duration must be a number and one of ms, s, m, h, d | 2
            sql: x~deadline: 0s | deadline must be positive | 2
            sql: x~allow-partial: yes please | allow-partial must be true or false, got 'yes please' | 2
            sql: x~on-lost-dataset: reload | on-lost-dataset must be fail or wait, got 'reload' | 2
            - sql: x | a job file must be keys with values, such as 'name: x', got a list | 1
            sql: "x | a job file must be YAML: found unexpected end of stream | 2
            sql: x~  y: z | a job file must be YAML | 2
            """)
    void what_is_wrong_is_named_with_file_and_line(String text, String message, int line) throws IOException {
        Path file = folder.resolve("job.yaml");
        Files.writeString(file, text.replace('~', '\n') + "\n");

        assertThatThrownBy(() -> JobFile.read(file, HERE))
                .isInstanceOfSatisfying(
                        GridmillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USER))
                .hasMessageContaining(message)
                .hasMessageContaining("[" + file + ":" + line + "]");
    }

    @Test
    void a_file_that_cannot_be_read_is_named() throws IOException {
        assertThatThrownBy(() -> JobFile.read(folder.resolve("none.yaml"), HERE))
                .hasMessage("the job file does not exist: " + folder.resolve("none.yaml"));
        assertThatThrownBy(() -> JobFile.read(folder, HERE))
                .hasMessageStartingWith("the job file cannot be read: " + folder);
        Files.write(folder.resolve("latin.yaml"), new byte[] {'s', (byte) 0xE4});
        assertThatThrownBy(() -> JobFile.read(folder.resolve("latin.yaml"), HERE))
                .hasMessageStartingWith("a job file must be UTF-8, and this one is not: ");
        Files.writeString(folder.resolve("empty.yaml"), "# nothing\n");
        assertThatThrownBy(() -> JobFile.read(folder.resolve("empty.yaml"), HERE))
                .hasMessageContaining("the file is empty");
    }

    private JobSpec read(String text) throws IOException {
        Path file = folder.resolve("job.yaml");
        Files.writeString(file, text);
        return JobFile.read(file, HERE);
    }
}
