package io.gridmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CompletionCommandTest {
    @TempDir
    private Path folder;

    private Path script = Path.of("");

    @BeforeEach
    void write() throws IOException {
        script = Files.writeString(
                folder.resolve("completion.bash"),
                new Typed(folder).gridmill("completion", "bash").out());
    }

    @Test
    void the_script_is_one_that_bash_parses_and_zsh_gets_the_same() throws Exception {
        assertThat(bash("-n", script.toString())).isEmpty();
        assertThat(script).content().contains("bashcompinit");
        assertThat(new Typed(folder).gridmill("completion", "zsh").out()).isEqualTo(Files.readString(script));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gridmill lo | load
            gridmill d | demo datasets drop
            gridmill fetch --out | --output
            gridmill sql x --output '' | table csv json arrow
            gridmill attach j1 -o j | json
            gridmill completion '' | bash zsh
            gridmill run --task '' | portfolio-risk score
            gridmill run --sql x --result r --mode '' | create append replace
            gridmill load t --no-h | --no-header
            gridmill load t --format '' | csv jsonl parquet arrow
            """)
    void commands_options_and_their_values_are_completed(String typed, String completions) throws Exception {
        String asked = """
                source %s
                compopt() { :; } # works inside of a completion only
                COMP_WORDS=(%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _complete_gridmill
                echo "${COMPREPLY[*]}"
                """.formatted(script, typed);
        assertThat(bash("-c", asked)).isEqualTo(completions + "\n");
    }

    private static String bash(String... arguments) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder(Stream.concat(Stream.of("bash"), List.of(arguments).stream())
                        .toList())
                .redirectErrorStream(true)
                .start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(out).isZero();
        return out;
    }
}
