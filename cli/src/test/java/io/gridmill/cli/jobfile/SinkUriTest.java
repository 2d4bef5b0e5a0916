package io.gridmill.cli.jobfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.sink.SinkSpec;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SinkUriTest {
    private static final Path HERE = Path.of("/where/typed");

    @Test
    void files_have_a_path_and_options() {
        assertThat(sink("parquet:out/dir"))
                .isEqualTo(new SinkSpec("parquet", Map.of("path", "/where/typed/out/dir", "mode", "create")));
        assertThat(sink("csv:/abs?delimiter=%7C&header=false&mode=replace"))
                .isEqualTo(new SinkSpec(
                        "csv", Map.of("path", "/abs", "delimiter", "|", "header", "false", "mode", "replace")));
    }

    @Test
    void a_plus_is_a_plus() {
        assertThat(sink("jdbc:sqlite:o.db?table=a+b").options()).containsEntry("table", "a+b");
    }

    @Test
    void jdbc_options_are_taken_out_of_the_url_and_others_stay() {
        assertThat(sink("jdbc:postgresql://h:5432/d?ssl=true&table=t&mode=append&user=u&password=${env:P}&x=%20"))
                .isEqualTo(new SinkSpec(
                        "jdbc",
                        Map.of(
                                "url", "jdbc:postgresql://h:5432/d?ssl=true&x=%20",
                                "table", "t",
                                "mode", "append",
                                "user", "u",
                                "password", "${env:P}")));
    }

    @Test
    void a_sqlite_file_is_absolute() {
        assertThat(sink("jdbc:sqlite:o.db?table=t").options()).containsEntry("url", "jdbc:sqlite:/where/typed/o.db");
        assertThat(sink("jdbc:sqlite:o.db?table=t&cache=shared").options())
                .containsEntry("url", "jdbc:sqlite:/where/typed/o.db?cache=shared");
        assertThat(sink("jdbc:sqlite::memory:?table=t").options()).containsEntry("url", "jdbc:sqlite::memory:");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            out | a sink must be TYPE:PLACE?OPTION=VALUE&..., such as parquet:out/dir?mode=replace, got 'out'
            parquet: | a sink must be TYPE:PLACE
            :out | a sink must be TYPE:PLACE
            orc:out | unknown sink type 'orc'; known: parquet, csv, jsonl, arrow, jdbc
            csv:out?delimeter=x | unknown option 'delimeter' of sink csv; did you mean 'delimiter'?
            csv:out?mode | option 'mode' of sink csv needs a value in 'csv:out?mode'
            csv:out?mode= | option 'mode' of sink csv needs a value
            csv:out?mode=create&mode=append | option 'mode' of sink csv is given twice
            csv:out?mode=upsert | mode must be create, append or replace, got 'upsert' in 'csv:out?mode=upsert'
            csv:out?path=x | the path of sink csv stands before the '?'
            csv:out?delimiter=%zz | '%' must be followed by two hexadecimal digits
            jdbc:sqlite:o.db | sink jdbc needs table, got url
            jdbc:sqlite:o.db?table=t&password=hunter2 | password must be a reference
            """)
    void a_sink_that_cannot_be_meant_so_is_refused(String text, String message) {
        assertThatThrownBy(() -> sink(text)).hasMessageContaining(message);
    }

    private static SinkSpec sink(String text) {
        return SinkUri.parse(text, HERE);
    }
}
