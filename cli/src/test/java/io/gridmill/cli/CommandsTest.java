package io.gridmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.cli.Typed.Seen;
import io.gridmill.cli.session.Session;
import io.gridmill.client.fake.Batches;
import io.gridmill.client.fake.FakeGrid;
import io.gridmill.client.fake.Outcome;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.DatasetInfo;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.JobState;
import io.gridmill.core.json.Json;
import io.gridmill.core.schema.TableSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandsTest {
    private static final byte[] TWO = Batches.encode("n BIGINT, t VARCHAR", List.of(1L, "a"), List.of(2L, "b,c"));

    @TempDir
    private Path folder;

    private Typed typed;

    @BeforeEach
    void connect() {
        typed = new Typed(folder);
        typed.grid.outcome = spec -> Outcome.done(List.of(TWO), 2);
    }

    @AfterEach
    void everything_is_closed() {
        assertThat(typed.network.open).isEmpty();
        assertThat(typed.atInterrupt).isEmpty();
    }

    @Test
    void version_is_one_line() {
        Seen seen = typed.gridmill("--version");
        assertThat(seen.status()).isZero();
        assertThat(seen.out()).matches("gridmill \\d+\\.\\d+\\.\\d+.*\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node",
                "load",
                "datasets",
                "drop",
                "nodes",
                "run",
                "jobs",
                "attach",
                "fetch",
                "cancel",
                "sql",
                "explain",
                "config",
                "schema",
                "completion"
            })
    void every_command_has_help_and_refuses_unknown_options(String command) {
        Seen help = typed.gridmill(command, "--help");
        assertThat(help.status()).isZero();
        assertThat(help.out()).startsWith("Usage: gridmill " + command + " ").doesNotContain("null");

        Seen wrong = typed.gridmill(command, "--no-such-option");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.err().lines()).hasSize(1);
        assertThat(wrong.err()).startsWith("gridmill: ").endsWith("; see gridmill " + command + " --help\n");
    }

    @Test
    void without_a_command_the_help_lists_them_and_the_call_was_wrong() {
        Seen seen = typed.gridmill();
        assertThat(seen.status()).isEqualTo(2);
        assertThat(seen.err()).contains("Usage: gridmill", "load", "explain", "Exit status");
    }

    @Test
    void an_unknown_command_is_answered_with_the_nearest() {
        Seen seen = typed.gridmill("dataset");
        assertThat(seen.status()).isEqualTo(2);
        assertThat(seen.err())
                .startsWith("gridmill: Unmatched argument at index 0: 'dataset'")
                .contains("did you mean datasets?");
        assertThat(typed.gridmill("serve").err()).doesNotContain("did you mean");
        assertThat(typed.gridmill("sql", "x", "--outptu=csv").err()).contains("did you mean --output?");
        assertThat(typed.gridmill("sql", "x", "--verbose").err()).doesNotContain("did you mean");
    }

    @Test
    void when_nobody_listens_there_is_one_line_and_status_1() {
        typed.network.kill("127.0.0.1:10800");
        Seen seen = typed.gridmill("nodes");
        assertThat(seen.status()).isEqualTo(1);
        assertThat(seen.err())
                .isEqualTo(
                        "gridmill: no node reachable at 127.0.0.1:10800 and 9 others (127.0.0.1:10800: connection refused)\n");
    }

    @Test
    void the_address_comes_from_the_option_then_the_environment() {
        typed.environment.put("GRIDMILL_CONNECT", "env:1");
        assertThat(typed.gridmill("nodes").err()).contains("no node reachable at env:1 ");
        assertThat(typed.gridmill("nodes", "--connect", "a:1,b:2").err()).contains("no node reachable at a:1, b:2 ");
    }

    @Test
    void an_address_without_a_port_is_a_wrong_call() {
        Seen seen = typed.gridmill("nodes", "--connect", "localhost");
        assertThat(seen.status()).isEqualTo(2);
        assertThat(seen.err())
                .isEqualTo("gridmill: an address must be host:port or host:first..last, got 'localhost'\n");
    }

    @Test
    void nodes_are_listed() {
        assertThat(typed.gridmill("nodes").out())
                .isEqualTo(
                        "node,client,http,cores,version,incarnation\nnode-127.0.0.1-10800,127.0.0.1:10800,127.0.0.1:8080,2,0.1.0,1\n");
    }

    @Test
    void datasets_are_listed_and_lost_partitions_are_named() {
        typed.grid.datasets.add(dataset("orders", List.of(3, 7)));
        Seen seen = typed.gridmill("datasets");
        assertThat(seen.out().lines().toList())
                .containsExactly(
                        "dataset,rows,columns,size_bytes,chunks,partitions,backups,lost_partitions,partition_by,version,changed",
                        "orders,1500000,2,76543210,64,64,1,2,k,3,2026-11-21T08:00:00");
        assertThat(seen.err()).contains("dataset orders has lost partitions [3, 7]");
    }

    @Test
    void a_dataset_is_described_with_its_columns() {
        typed.grid.datasets.add(dataset("orders", List.of()));
        assertThat(typed.gridmill("datasets", "ORDERS").out())
                .isEqualTo("column,type\nk,BIGINT\nprice,\"DECIMAL(12, 2)\"\n");
        assertThat(typed.onTerminal().gridmill("datasets", "orders").out())
                .startsWith(
                        "orders: 1,500,000 rows, 76.5 MB in 64 chunks, version 3 of 2026-11-21T08:00:00Z\n64 partitions by k, backups 1\n")
                .contains("price   | DECIMAL(12, 2)");
    }

    @Test
    void an_unknown_dataset_is_an_error_that_lists_the_known() {
        typed.grid.datasets.add(dataset("orders", List.of()));
        Seen seen = typed.gridmill("datasets", "order");
        assertThat(seen.status()).isEqualTo(1);
        assertThat(seen.err()).isEqualTo("gridmill: unknown dataset 'order' (known: orders)\n");
    }

    @Test
    void a_dataset_is_dropped_once() {
        typed.grid.datasets.add(dataset("orders", List.of()));
        assertThat(typed.gridmill("drop", "orders").status()).isZero();
        Seen again = typed.gridmill("drop", "orders");
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err()).isEqualTo("gridmill: unknown dataset 'orders'\n");
    }

    @Test
    void a_published_table_is_dropped_when_it_is_there() {
        Seen dropped = typed.gridmill("drop", "--table", "there");
        assertThat(dropped.status()).isZero();
        assertThat(dropped.err()).isEqualTo("gridmill: table there is dropped\n");
        Seen unknown = typed.gridmill("drop", "--table", "orders");
        assertThat(unknown.status()).isEqualTo(1);
        assertThat(unknown.err()).isEqualTo("gridmill: there is no table 'orders'\n");
    }

    @Test
    void drop_wants_one_thing_to_drop() {
        for (Seen seen : List.of(typed.gridmill("drop"), typed.gridmill("drop", "a", "--table", "b"))) {
            assertThat(seen.status()).isEqualTo(2);
            assertThat(seen.err()).contains("drop needs a dataset or --table, one of them");
        }
    }

    @Test
    void run_publishes_a_table() {
        typed.gridmill("run", "--sql", "SELECT * FROM t", "--table", "x");
        assertThat(typed.grid.specs.values())
                .containsExactly(JobSpec.sql("SELECT * FROM t").table("x"));
    }

    @Test
    void sql_writes_rows_and_nothing_else() {
        Seen seen = typed.gridmill("sql", "SELECT * FROM t WHERE n < :max", "--param", "max=3");
        assertThat(seen.status()).isZero();
        assertThat(seen.out()).isEqualTo("n,t\n1,a\n2,\"b,c\"\n");
        assertThat(seen.err()).isEmpty();
        assertThat(typed.grid.specs.values())
                .containsExactly(JobSpec.sql("SELECT * FROM t WHERE n < :max").param("max", "3"));
    }

    @Test
    void sql_over_a_system_dataset_makes_no_job() {
        typed.grid.systemQuery = sql -> sql.contains("gridmill.jobs") ? TWO : null;
        assertThat(typed.gridmill("sql", "SELECT * FROM gridmill.jobs", "-o", "json")
                        .out())
                .isEqualTo("{\"n\":1,\"t\":\"a\"}\n{\"n\":2,\"t\":\"b,c\"}\n");
        assertThat(typed.grid.specs).isEmpty();
    }

    @Test
    void an_error_in_a_query_shows_where_and_has_status_1() {
        typed.grid.systemQuery = sql -> {
            throw GridmillException.user("unknown column 'm' [line 2, column 8]");
        };
        Seen seen = typed.gridmill("sql", "SELECT n,\n       m\nFROM t");
        assertThat(seen.status()).isEqualTo(1);
        assertThat(seen.err()).isEqualTo("gridmill: unknown column 'm' [line 2, column 8]\n         m\n         ^\n");
    }

    @Test
    void a_query_that_fails_while_running_says_why() {
        typed.grid.outcome = spec -> Outcome.failed("division by zero in 1/n\n  [line 1, column 8]");
        Seen seen = typed.gridmill("sql", "SELECT 1/n FROM t");
        assertThat(seen.status()).isEqualTo(1);
        assertThat(seen.out()).isEmpty();
        assertThat(seen.err().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches("gridmill: job j\\S+ failed: division by zero in 1/n \\[line 1, column 8]"),
                        line -> assertThat(line).isEqualTo("  SELECT 1/n FROM t"),
                        line -> assertThat(line).isEqualTo("         ^"));
    }

    @Test
    void explain_prints_the_plan() {
        typed.grid.explanation = "Aggregate\n  Scan t\n";
        Seen seen = typed.gridmill("explain", "--sql", "SELECT 1 FROM t", "--param", "a=b");
        assertThat(seen.out()).isEqualTo("Aggregate\n  Scan t\n");
        assertThat(typed.grid.asked).containsExactly("SELECT 1 FROM t {\"a\":\"b\"}");
    }

    @Test
    void explain_gives_rows_when_a_format_is_named() {
        typed.grid.explanation = "Aggregate\n  Scan \"t\"\n";
        assertThat(typed.gridmill("explain", "--sql", "SELECT 1 FROM t", "--output", "json")
                        .out())
                .isEqualTo("{\"plan\":\"Aggregate\"}\n{\"plan\":\"  Scan \\\"t\\\"\"}\n");
        typed.grid.systemQuery = sql -> sql.contains("gridmill.") ? TWO : null;
        Seen analyzed = typed.gridmill("explain", "--analyze", "--sql", "SELECT 1 FROM t", "-o", "csv");
        assertThat(analyzed.out()).isEqualTo("n,t\n1,a\n2,\"b,c\"\n");
    }

    @Test
    void explain_with_analyze_runs_the_query_and_shows_its_shares() {
        typed.grid.explanation = "Aggregate\n";
        typed.grid.systemQuery = sql -> sql.contains("gridmill.") ? TWO : null;
        Seen seen = typed.gridmill("explain", "--analyze", "--sql", "SELECT 1 FROM t WHERE n = :n", "--param", "n=7");
        assertThat(seen.status()).isZero();
        assertThat(seen.out()).startsWith("Aggregate\n\njob j").contains(" ms from submit to end\n", "(2 rows)");
        assertThat(typed.grid.specs.values())
                .singleElement()
                .satisfies(spec -> assertThat(spec.params()).containsEntry("n", "7"));
        assertThat(typed.grid.asked.get(1)).contains("FROM gridmill.shares WHERE job = :job", "\"job\":\"j");
    }

    @Test
    void analyze_of_what_makes_no_job_or_fails_is_refused() {
        typed.grid.systemQuery = sql -> TWO;
        Seen seen = typed.gridmill("explain", "--analyze", "--sql", "SELECT * FROM gridmill.jobs");
        assertThat(seen.status()).isEqualTo(2);
        assertThat(seen.err()).contains("--analyze needs a query that runs as a job");

        typed.grid.systemQuery = sql -> null;
        typed.grid.outcome = spec -> Outcome.failed("division by zero in 1/n");
        Seen failed = typed.gridmill("explain", "--analyze", "--sql", "SELECT 1/n FROM t");
        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.err()).contains("division by zero in 1/n");
    }

    @Test
    void fetch_writes_the_rows_of_a_job_that_ended() {
        submitted("j1");
        typed.gridmill("attach", "j1");
        Seen seen = typed.gridmill("fetch", "j1");
        assertThat(seen.out()).isEqualTo("n,t\n1,a\n2,\"b,c\"\n");
        assertThat(seen.err()).isEmpty();
    }

    @Test
    void fetch_of_a_job_that_is_not_there_or_has_no_id_differs_in_status() {
        assertThat(typed.gridmill("fetch", "j9").status()).isEqualTo(1);
        assertThat(typed.gridmill("fetch", "j9").err()).isEqualTo("gridmill: unknown job 'j9'\n");
        assertThat(typed.gridmill("fetch", "not an id").status()).isEqualTo(2);
    }

    @Test
    void attach_waits_and_says_how_it_ended() {
        submitted("j1");
        Seen seen = typed.gridmill("attach", "j1");
        assertThat(seen.status()).isZero();
        assertThat(seen.out()).isEmpty();
        assertThat(seen.err())
                .isEqualTo(
                        "gridmill: job j1 done: 2 rows in 1.2 s, 1,621 rows/s read\ngridmill: its rows: gridmill fetch j1\n");
        assertThat(typed.gridmill("attach", "j1", "--output", "json").out()).hasLineCount(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sql x",
                "run --sql x",
                "fetch j1",
                "attach j1",
                "jobs",
                "datasets",
                "nodes",
                "load t --from x.csv"
            })
    void binary_output_is_refused_on_a_terminal_before_anything_is_done(String line) {
        Seen seen = typed.onTerminal().gridmill((line + " --output arrow").split(" "));
        assertThat(seen.status()).isEqualTo(2);
        assertThat(seen.err())
                .isEqualTo(
                        "gridmill: --output arrow must not go to a terminal, because it is binary: write it to a file, such as > rows.arrow, or into a program\n");
        assertThat(typed.network.tried).isEmpty();
    }

    @Test
    void a_table_fits_the_terminal() {
        typed.grid.outcome = spec -> Outcome.done(
                List.of(Batches.encode("a VARCHAR, b VARCHAR", List.of("x".repeat(60), "y".repeat(60)))), 1);
        assertThat(typed.onTerminal(40)
                        .gridmill("sql", "SELECT a, b FROM t")
                        .out()
                        .lines())
                .hasSize(5)
                .allMatch(line -> line.length() <= 40);
    }

    @Test
    void attach_to_a_job_that_failed_has_status_1() {
        typed.grid.outcome = spec -> Outcome.failed("boom");
        submitted("j1");
        Seen seen = typed.gridmill("attach", "j1");
        assertThat(seen.status()).isEqualTo(1);
        assertThat(seen.err()).isEqualTo("gridmill: job j1 failed: boom\n");
    }

    @Test
    void a_partial_result_is_a_result_with_a_warning() {
        typed.grid.outcome = spec -> Outcome.done(List.of(TWO), 2).ending(JobState.PARTIAL, "share 3 is quarantined");
        submitted("j1");
        Seen seen = typed.gridmill("attach", "j1");
        assertThat(seen.status()).isZero();
        assertThat(seen.err()).contains("gridmill: the result is partial: share 3 is quarantined\n");
    }

    @Test
    void cancel_stops_a_running_job() {
        typed.grid.outcome = spec -> Outcome.done(List.of(TWO), 2).afterPolls(-1);
        submitted("j1");
        Seen seen = typed.gridmill("cancel", "j1");
        assertThat(seen.status()).isZero();
        assertThat(seen.err()).isEqualTo("gridmill: job j1 is cancelled\n");
    }

    @Test
    void cancel_comes_too_late_for_a_job_that_ended() {
        typed.grid.outcome = spec -> Outcome.done(List.of(TWO), 2).afterPolls(0);
        submitted("j1");
        Seen seen = typed.gridmill("cancel", "j1");
        assertThat(seen.status()).isEqualTo(1);
        assertThat(seen.err()).isEqualTo("gridmill: job j1 had ended before, DONE\n");
    }

    @Test
    void jobs_are_listed_from_the_system_dataset() {
        typed.grid.systemQuery = sql -> TWO;
        assertThat(typed.gridmill("jobs").out()).isEqualTo("n,t\n1,a\n2,\"b,c\"\n");
        assertThat(typed.grid.asked).singleElement().asString().contains("FROM gridmill.jobs ORDER BY submitted");
    }

    @Test
    void one_job_is_shown_with_its_shares() {
        typed.grid.outcome = spec -> Outcome.done(List.of(TWO), 2).afterPolls(9);
        submitted("j1");
        typed.grid.systemQuery = sql -> TWO;
        Seen seen = typed.onTerminal().gridmill("jobs", "j1");
        assertThat(seen.out())
                .startsWith("j1: sql 'sql', OPEN\nsubmitted 2026-11-21T08:00:00Z\n")
                .contains("2/4 shares, 2 running, 0 takeovers; read 2,000 of 10,000 rows", "(2 rows)");
        assertThat(typed.grid.asked).singleElement().asString().contains("gridmill.shares", "{\"job\":\"j1\"}");
    }

    @Test
    void config_prints_every_key_with_its_origin() throws IOException {
        Files.writeString(folder.resolve("node.yaml"), "node:\n  name: alpha\n");
        Seen seen = typed.gridmill("config", "--config", "node.yaml", "--set", "dataset.backups=2");
        assertThat(seen.status()).isZero();
        assertThat(seen.out())
                .containsPattern("node\\.name: alpha +# .*node\\.yaml:2\n")
                .containsPattern("dataset\\.backups: 2 +# --set\n")
                .containsPattern("client\\.port: \\S+ +# default\n");
    }

    @Test
    void a_wrong_key_in_the_config_is_a_wrong_call() throws IOException {
        Files.writeString(folder.resolve("node.yaml"), "node:\n  nam: alpha\n");
        Seen seen = typed.gridmill("config", "--config", "node.yaml");
        assertThat(seen.status()).isEqualTo(2);
        assertThat(seen.err()).startsWith("gridmill: ").contains("node.nam", "node.name", "node.yaml:2");
        assertThat(typed.gridmill("config", "--config", "none.yaml").status()).isEqualTo(2);
        assertThat(typed.gridmill("node", "--config", "node.yaml").err()).isEqualTo(seen.err());
        assertThat(typed.gridmill("node", "--config", "node.yaml").status()).isEqualTo(2);
    }

    @Test
    void a_reader_that_has_gone_is_no_error_to_talk_about() {
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        Session session = new Session(
                gone,
                new PrintStream(OutputStream.nullOutputStream()),
                false,
                false,
                () -> 80,
                folder,
                typed.environment,
                null,
                null);
        assertThat(CommandRunner.run(session, "--version")).isEqualTo(141);
    }

    @Test
    void an_internal_error_is_one_line_unless_the_trace_is_wanted() {
        typed.grid.nodes.clear();
        typed.grid.explanation = null;
        Seen seen = typed.gridmill("explain", "--sql", "x");
        assertThat(seen.status()).isEqualTo(1);
        assertThat(seen.err().lines()).hasSize(1);

        typed.environment.put("GRIDMILL_TRACE", "1");
        assertThat(typed.gridmill("explain", "--sql", "x").err()).contains("\tat io.gridmill.");
    }

    private void submitted(String id) {
        typed.grid.submit(id, Json.write(JobSpec.sql("SELECT * FROM t")));
    }

    private static DatasetInfo dataset(String name, List<Integer> lost) {
        return new DatasetInfo(
                name,
                TableSchema.parse("k BIGINT, price DECIMAL(12, 2)"),
                3,
                1,
                64,
                1,
                List.of("k"),
                1_500_000,
                64,
                76_543_210,
                FakeGrid.SUBMITTED,
                lost);
    }
}
