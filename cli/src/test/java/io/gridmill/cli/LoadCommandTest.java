package io.gridmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.cli.Typed.Seen;
import io.gridmill.client.fake.Batches;
import io.gridmill.client.fake.Outcome;
import io.gridmill.core.job.LoadSpec;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.source.RejectedRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LoadCommandTest {
    private static final byte[] NOTHING = Batches.encode("n BIGINT");

    @TempDir
    private Path folder;

    private Typed typed;

    @BeforeEach
    void connect() {
        typed = new Typed(folder);
        typed.grid.outcome = spec -> Outcome.done(List.of(NOTHING), 1_000);
    }

    @Test
    void all_options_reach_the_load() {
        Seen seen = typed.gridmill(
                "load",
                "lineitem",
                "--from",
                "a.tbl",
                "/data/*.tbl",
                "--delimiter",
                "|",
                "--no-header",
                "--columns",
                "k BIGINT, price DECIMAL(12,2)",
                "--partition-by",
                "k, price",
                "--partitions",
                "32",
                "--backups",
                "2",
                "--append",
                "--id",
                "l1");

        assertThat(seen.err()).isEqualTo("gridmill: job l1 done: 1,000 rows loaded in 1.2 s, 1,621 rows/s read\n");
        assertThat(seen.status()).isZero();
        LoadSpec load = load("l1");
        assertThat(load.dataset()).isEqualTo("lineitem");
        assertThat(load.mode()).isEqualTo(WriteMode.APPEND);
        assertThat(load.source().format()).isEqualTo("auto");
        assertThat(load.source().from()).containsExactly(folder + "/a.tbl", "/data/*.tbl");
        assertThat(load.source().options()).isEqualTo(Map.of("delimiter", "|", "header", "false"));
        assertThat(load.source().columns()).hasToString("k BIGINT, price DECIMAL(12, 2)");
        assertThat(load.partitionBy()).containsExactly("k", "price");
        assertThat(load.partitions()).isEqualTo(32);
        assertThat(load.backups()).isEqualTo(2);
        assertThat(load.keepBadRows()).isFalse();
    }

    @Test
    void with_output_a_row_tells_of_the_load() {
        Seen seen = typed.gridmill("load", "t", "--from", "a.csv", "--id", "l1", "--output", "json");
        assertThat(seen.out())
                .matches("\\{\"job\":\"l1\",\"state\":\"DONE\",\"rows\":1000,\"bad_rows\":0,"
                        + "\"submitted\":\"\\S+\",\"finished\":\"\\S+\"}\n");
        assertThat(typed.gridmill("attach", "l1", "--output", "json").out()).isEqualTo(seen.out());
        assertThat(typed.gridmill("load", "t", "--from", "a.csv", "--detach", "-o", "csv")
                        .err())
                .isEqualTo(
                        "gridmill: --detach does not wait, so --output has nothing to write; gridmill attach ID --output FORMAT does later\n");
    }

    @Test
    void what_is_not_said_is_left_to_the_nodes() {
        typed.gridmill("load", "t", "--from", "file:///x.csv", "--header", "--id", "l1");
        LoadSpec load = load("l1");
        assertThat(load.mode()).isEqualTo(WriteMode.CREATE);
        assertThat(load.source().from()).containsExactly("/x.csv");
        assertThat(load.source().options()).isEqualTo(Map.of("header", "true"));
        assertThat(load.source().columns()).isNull();
        assertThat(load.partitions()).isNull();
        assertThat(load.backups()).isNull();
    }

    @Test
    void bad_rows_are_written_with_their_reasons() throws IOException {
        typed.grid.outcome = spec -> Outcome.done(List.of(NOTHING), 998)
                .rejecting(List.of(
                        new RejectedRow("/d/t.csv", 7, "n", "x\"y", "is not a BIGINT"),
                        new RejectedRow("/d/t.csv", 9, "", "1,2,3", "has 3 fields, not 1"),
                        new RejectedRow("/d/t.csv", 11, "n", "z", "is not a BIGINT")));

        Seen seen = typed.gridmill(
                "load", "t", "--from", "t.csv", "--bad-rows", "bad.csv", "--max-bad-rows", "5", "--id", "l1");

        assertThat(seen.status()).isZero();
        assertThat(seen.err()).contains("gridmill: 3 rows rejected, with reasons in " + folder + "/bad.csv\n");
        assertThat(folder.resolve("bad.csv")).hasContent("""
                        file,line,column,text,rule
                        "/d/t.csv",7,"n","x""y","is not a BIGINT"
                        "/d/t.csv",9,"","1,2,3","has 3 fields, not 1"
                        "/d/t.csv",11,"n","z","is not a BIGINT"
                        """);
        assertThat(load("l1").maxBadRows()).isEqualTo(5);
    }

    @Test
    void a_bad_row_fails_the_load_with_status_1() {
        typed.grid.outcome = spec -> Outcome.failed("/d/t.csv, line 7, column n: 'x' is not a BIGINT");
        Seen seen = typed.gridmill("load", "t", "--from", "t.csv", "--id", "l1");
        assertThat(seen.status()).isEqualTo(1);
        assertThat(seen.err()).isEqualTo("gridmill: job l1 failed: /d/t.csv, line 7, column n: 'x' is not a BIGINT\n");
    }

    @Test
    void local_files_are_sent_in_blocks_of_whole_records_before_the_load() throws IOException {
        Files.writeString(folder.resolve("t.csv"), "n\n1\n2\n");

        Seen seen = typed.gridmill("load", "t", "--from", "t.csv", "--local", "--id", "l1");

        assertThat(seen.status()).isZero();
        assertThat(seen.err()).contains("gridmill: sent ", " in 1 block\n");
        assertThat(typed.grid.blocks).containsOnlyKeys("l1#0");
        assertThat(load("l1").blocks()).isEqualTo(1);
        assertThat(load("l1").blockFile()).isEqualTo(folder + "/t.csv");
        assertThat(load("l1").source().from()).isEmpty();
    }

    @Test
    void a_local_file_that_is_not_there_is_an_error_and_submits_nothing() {
        Seen seen = typed.gridmill("load", "t", "--from", "none.csv", "--local");
        assertThat(seen.status()).isEqualTo(1);
        assertThat(seen.err()).contains("none.csv").hasLineCount(1);
        assertThat(typed.grid.specs).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            load t | Missing required option: '--from
            load --from x | Missing required parameter: 'DATASET'
            load t --from x --append --replace | --append, --replace are mutually exclusive
            load t --from x --columns n | columns are given as "name TYPE, ...", got 'n'
            load t --from x --columns n;BLOB | columns are given as
            load t --from x --max-bad-rows 5 | --max-bad-rows needs --bad-rows FILE
            load t --from x --bad-rows b.csv --max-bad-rows -1 | --max-bad-rows must not be negative
            load t --from x --bad-rows no/such/folder/b.csv | --bad-rows must be a file in a folder that exists
            load t --from x --bad-rows . | --bad-rows must be a file that can be written
            load t --from x --bad-rows b.csv --detach | --bad-rows is written at the end
            load t --from x --local --format parquet | --local takes files of format csv, got 'parquet'
            load t --from x.jsonl.gz --local | --local takes files of format csv, got 'jsonl'
            load t --from x.arrow y.csv --local | must be of one format
            load t --from x --partitions few | Invalid value for option '--partitions'
            """)
    void a_wrong_call_has_status_2_and_asks_no_node(String line, String message) {
        Seen seen = typed.gridmill(line.split(" "));
        assertThat(seen.err()).startsWith("gridmill: ").contains(message).hasLineCount(1);
        assertThat(seen.status()).isEqualTo(2);
        assertThat(typed.network.tried).isEmpty();
    }

    @Test
    void an_empty_place_is_not_the_folder_where_the_command_is_typed() {
        for (String local : List.of("--no-header", "--local")) {
            Seen seen = typed.gridmill("load", "t", "--from", "", local);
            assertThat(seen.err()).isEqualTo("gridmill: a load must read from a file, a folder or a glob, got ''\n");
            assertThat(seen.status()).isEqualTo(2);
        }
    }

    private LoadSpec load(String id) {
        return Objects.requireNonNull(typed.grid.specs.get(id).load());
    }
}
