package io.gridmill.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.job.LoadSpec;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.sink.SinkSpec;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SpecsTest {
    private static final String HERE = Path.of("").toAbsolutePath().toString();

    @Test
    void file_sinks_get_absolute_paths_and_a_mode() {
        assertThat(Sinks.parquet("out/../r").options()).isEqualTo(Map.of("path", HERE + "/r", "mode", "create"));
        SinkSpec csv = Sinks.csv("/x", WriteMode.REPLACE).with("delimiter", ";");
        assertThat(csv.options()).isEqualTo(Map.of("path", "/x", "mode", "replace", "delimiter", ";"));
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:sqlite:/tmp/o.db, jdbc:sqlite:/tmp/o.db",
        "jdbc:sqlite::memory:, jdbc:sqlite::memory:",
        "jdbc:sqlite:file:o.db?mode=ro, jdbc:sqlite:file:o.db?mode=ro",
        "jdbc:postgresql://h/d, jdbc:postgresql://h/d",
    })
    void jdbc_urls_without_a_relative_file_stay(String url, String expected) {
        assertThat(Sinks.jdbc(url, "t").options())
                .containsEntry("url", expected)
                .containsEntry("table", "t");
    }

    @Test
    void a_relative_sqlite_file_becomes_absolute_and_keeps_its_parameters() {
        assertThat(Sinks.absoluteUrl("jdbc:sqlite:out/o.db?cache=shared"))
                .isEqualTo("jdbc:sqlite:" + HERE + "/out/o.db?cache=shared");
    }

    @Test
    void a_load_says_all_that_it_was_told() {
        LoadSpec load = Load.into("t")
                .from("a/*.csv")
                .from("file:///b.csv")
                .from("azblob://c/d")
                .mode(WriteMode.REPLACE)
                .columns("k BIGINT, v VARCHAR")
                .option("delimiter", "|")
                .partitionBy("k")
                .partitions(8)
                .backups(2)
                .keepBadRows(5)
                .spec();

        assertThat(load.source().from()).containsExactly(HERE + "/a/*.csv", "/b.csv", "azblob://c/d");
        assertThat(load.source().columns()).hasToString("k BIGINT, v VARCHAR");
        assertThat(load.source().options()).isEqualTo(Map.of("delimiter", "|"));
        assertThat(load.mode()).isEqualTo(WriteMode.REPLACE);
        assertThat(load.partitionBy()).containsExactly("k");
        assertThat(load.partitions()).isEqualTo(8);
        assertThat(load.backups()).isEqualTo(2);
        assertThat(load.keepBadRows()).isTrue();
        assertThat(load.maxBadRows()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "h:0",
                "h:70000",
                ":10800",
                "a:1,,b:2",
                "a b:1",
                "",
                "h:5..4",
                "h:1..2000",
                "h:1..99999"
            })
    void an_address_that_is_not_host_and_port_is_refused(String text) {
        assertThatThrownBy(() -> Addresses.parse(text))
                .hasMessageStartingWith("an address must be host:port or host:first..last, got '");
    }

    @Test
    void addresses_may_have_spaces_and_ranges_and_be_of_version_6() {
        assertThat(Addresses.parse("a:8..10")).containsExactly("a:8", "a:9", "a:10");
        assertThat(Addresses.parse("a:1, [::1]:2", "c:3")).containsExactly("a:1", "[::1]:2", "c:3");
        assertThatThrownBy(Addresses::parse).hasMessage("a client needs at least one address, got none");
    }
}
