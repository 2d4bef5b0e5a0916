package io.gridmill.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranscriptTest {
    @TempDir
    Path folder;

    @Test
    void a_transcript_is_commands_with_what_was_seen() {
        assertThat(Transcript.exchanges("$ a \\\n>   b\nx\n\ny\n$ c\n"))
                .containsExactly(
                        new Transcript.Exchange("a \\\n  b\n", List.of("x", "", "y")),
                        new Transcript.Exchange("c\n", List.of()));
        assertThatThrownBy(() -> Transcript.exchanges("x\n")).hasMessageContaining("must begin with '$ '");
    }

    @Test
    void what_is_seen_must_be_what_is_shown_but_for_ellipses() {
        assertThat(Transcript.matches(List.of("a", "b "), List.of("a ", "b"))).isTrue();
        assertThat(Transcript.matches(List.of("a"), List.of("a", "b"))).isFalse();
        assertThat(Transcript.matches(List.of("a … c"), List.of("a 17 (ms) c"))).isTrue();
        assertThat(Transcript.matches(List.of("a … c"), List.of("a 17 d"))).isFalse();
        assertThat(Transcript.matches(List.of("a", "…", "z"), List.of("a", "b", "c", "z")))
                .isTrue();
        assertThat(Transcript.matches(List.of("a", "…"), List.of("b"))).isFalse();
        assertThat(Transcript.matches(List.of(), List.of())).isTrue();
    }

    @Test
    void a_page_is_its_blocks_with_their_lines() throws Exception {
        Path page = Files.writeString(folder.resolve("p.md"), """
                # P
                <!-- before
                one
                -->
                ```sh
                two
                ```
                <!-- not run: it is only a picture -->

                ```text
                gridmill node
                ```
                """);
        assertThat(Page.read(page).blocks())
                .containsExactly(
                        new Block(3, "before", "one\n", null),
                        new Block(6, "sh", "two\n", null),
                        new Block(11, "text", "gridmill node\n", "it is only a picture"));
        assertThat(Page.read(page).startsNodes()).isFalse();
    }

    @Test
    void a_script_ends_at_its_first_failure_and_the_shell_goes_on() throws Exception {
        try (Shell shell = new Shell(folder, folder, Map.of())) {
            Shell.Seen failed = shell.run("x=5\necho a\n(exit 7)\necho b\n", true);
            assertThat(failed).isEqualTo(new Shell.Seen(7, "a\n"));
            assertThat(shell.run("false\necho $x\n", false)).isEqualTo(new Shell.Seen(0, "5\n"));
        }
    }
}
