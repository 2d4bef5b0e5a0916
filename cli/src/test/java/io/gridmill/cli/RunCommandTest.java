package io.gridmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.cli.Typed.Seen;
import io.gridmill.client.fake.Batches;
import io.gridmill.client.fake.Outcome;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.ResultSpec;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.sink.SinkSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RunCommandTest {
    private static final byte[] ONE = Batches.encode("n BIGINT", List.of(1L));

    @TempDir
    private Path folder;

    private Typed typed;

    @BeforeEach
    void connect() {
        typed = new Typed(folder);
        typed.grid.outcome = spec -> Outcome.done(List.of(ONE), 1);
    }

    @Test
    void a_query_is_run_and_its_rows_are_written() {
        Seen seen = typed.gridmill("run", "--sql", "SELECT 1 FROM t", "--id", "j1");
        assertThat(seen.status()).isZero();
        assertThat(seen.out()).isEqualTo("n\n1\n");
        assertThat(seen.err()).isEqualTo("gridmill: job j1 done: 1 row in 1.2 s, 1,621 rows/s read\n");
    }

    @Test
    void on_a_terminal_rows_are_a_table() {
        assertThat(typed.onTerminal()
                        .gridmill("run", "--sql", "SELECT 1 FROM t")
                        .out())
                .isEqualTo("     n\nBIGINT\n------\n     1\n(1 row)\n");
    }

    @Test
    void all_options_reach_the_job() {
        typed.gridmill(
                "run",
                "--sql",
                "SELECT :a FROM t",
                "--id",
                "j1",
                "--param",
                "a=x=y",
                "--result",
                "r",
                "--mode",
                "append",
                "--sink",
                "parquet:out?mode=replace",
                "--sink",
                "jdbc:sqlite:o.db?table=t",
                "--attempts",
                "5",
                "--deadline",
                "10m",
                "--priority",
                "-2",
                "--allow-partial");

        JobSpec spec = typed.grid.specs.get("j1");
        assertThat(spec.params()).isEqualTo(Map.of("a", "x=y"));
        assertThat(spec.result()).isEqualTo(new ResultSpec("r", WriteMode.APPEND));
        assertThat(spec.sinks())
                .containsExactly(
                        new SinkSpec("parquet", Map.of("path", folder + "/out", "mode", "replace")),
                        new SinkSpec(
                                "jdbc",
                                Map.of("url", "jdbc:sqlite:" + folder + "/o.db", "table", "t", "mode", "create")));
        assertThat(spec.attempts()).isEqualTo(5);
        assertThat(spec.deadline()).isEqualTo(Duration.ofMinutes(10));
        assertThat(spec.priority()).isEqualTo(-2);
        assertThat(spec.allowPartial()).isTrue();
    }

    @Test
    void rows_that_go_elsewhere_are_not_written_unless_wanted() {
        Seen seen =
                typed.gridmill("run", "--sql", "SELECT 1 FROM t", "--id", "j1", "--result", "r", "--sink", "csv:out");
        assertThat(seen.out()).isEmpty();
        assertThat(seen.err())
                .contains("gridmill: result is dataset r\n", "gridmill: result is in csv " + folder + "/out\n");

        assertThat(typed.gridmill("run", "--sql", "SELECT 1 FROM t", "--result", "r", "-o", "csv")
                        .out())
                .isEqualTo("n\n1\n");
    }

    @Test
    void options_win_over_the_job_file_and_add_to_it() throws IOException {
        Files.writeString(folder.resolve("job.yaml"), """
                name: revenue
                sql: SELECT :a, :b FROM t
                params: { a: 1, b: 2 }
                result: { name: r, mode: create }
                sinks: [ "csv:one" ]
                attempts: 2
                """);

        typed.gridmill(
                "run",
                "job.yaml",
                "--id",
                "j1",
                "--param",
                "b=3",
                "--result",
                "q",
                "--sink",
                "csv:two",
                "--attempts",
                "7");

        JobSpec spec = typed.grid.specs.get("j1");
        assertThat(spec.name()).isEqualTo("revenue");
        assertThat(spec.params()).isEqualTo(Map.of("a", "1", "b", "3"));
        assertThat(spec.result()).isEqualTo(new ResultSpec("q", WriteMode.REPLACE));
        assertThat(spec.sinks())
                .extracting(sink -> sink.options().get("path"))
                .containsExactly(folder + "/one", folder + "/two");
        assertThat(spec.attempts()).isEqualTo(7);
    }

    @Test
    void detached_it_prints_the_id_only() {
        typed.grid.outcome = spec -> Outcome.done(List.of(ONE), 1).afterPolls(-1);
        Seen seen = typed.gridmill("run", "--sql", "SELECT 1 FROM t", "--id", "j1", "--detach");
        assertThat(seen.status()).isZero();
        assertThat(seen.out()).isEqualTo("j1\n");
        assertThat(seen.err()).isEmpty();
    }

    @Test
    void the_same_id_twice_is_one_job_and_with_another_query_an_error() {
        typed.gridmill("run", "--sql", "SELECT 1 FROM t", "--id", "j1");
        assertThat(typed.gridmill("run", "--sql", "SELECT 1 FROM t", "--id", "j1")
                        .out())
                .isEqualTo("n\n1\n");
        Seen other = typed.gridmill("run", "--sql", "SELECT 2 FROM t", "--id", "j1");
        assertThat(other.status()).isEqualTo(1);
        assertThat(other.err()).isEqualTo("gridmill: job j1 exists with another spec\n");
        assertThat(typed.grid.specs).hasSize(1);
    }

    @Test
    void at_an_interrupt_it_says_that_the_job_goes_on_and_how_to_come_back() {
        typed.grid.outcome = spec -> Outcome.done(List.of(ONE), 1).afterPolls(-1);
        CompletableFuture<Seen> run =
                CompletableFuture.supplyAsync(() -> typed.gridmill("run", "--sql", "SELECT 1 FROM t", "--id", "j1"));
        Awaitility.await().until(() -> !typed.atInterrupt.isEmpty());

        typed.atInterrupt.get(0).run();
        typed.grid.cancel("j1"); // so that the test ends; a real interrupt ends the process

        assertThat(run.join().err())
                .startsWith("gridmill: job j1 goes on; gridmill attach j1 waits for it, gridmill cancel j1 stops it\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            run | run needs one of a job file, --sql and --task
            run a.yaml --sql x | run needs one of a job file, --sql and --task
            run a.yaml | the job file does not exist
            run --sql x --mode append | --mode says what happens to the dataset of --result
            run --sql x --result r --mode upsert | mode must be create, append or replace, got 'upsert'
            run --sql x --detach -o csv | --detach does not wait for rows
            run --sql x --deadline 5 | a duration must be a number and one of ms, s, m, h, d, such as 10m, got '5'
            run --sql x --attempts 0 | attempts must be 1 to 100, got 0
            run --sql x --attempts many | Invalid value for option '--attempts'
            run --sql x --id a/b | a job id must be 1 to 63 letters
            run --sql x --sink parket:out | unknown sink type 'parket'; did you mean 'parquet'?
            run --sql x --output xml | Invalid value for option '--output'
            run --sql x --param a | Value for option '--param'
            run --sql x y z | Unmatched argument
            """)
    void a_wrong_call_has_status_2_and_asks_no_node(String line, String message) {
        Seen seen = typed.gridmill(line.split(" "));
        assertThat(seen.err()).startsWith("gridmill: ").contains(message).hasLineCount(1);
        assertThat(seen.status()).isEqualTo(2);
        assertThat(typed.network.tried).isEmpty();
    }
}
