package io.gridmill.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JvmFlagsTest {
    /** What a user's program does. */
    static final class Program {
        public static void main(String[] args) {
            try {
                Gridmill.connect("127.0.0.1:1");
            } catch (RuntimeException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void tests_run_with_all_flags() {
        assertThat(JvmFlags.lines()).anyMatch(line -> line.startsWith("--add-opens=java.base/java.nio="));
        assertThatCode(JvmFlags::check).doesNotThrowAnyException();
    }

    @Test
    void a_jvm_without_one_flag_is_told_which() throws Exception {
        List<String> flags = new ArrayList<>(JvmFlags.lines());
        flags.removeIf(line -> line.startsWith("#") || line.contains("java.base/java.nio="));

        assertThat(connectWith(flags))
                .startsWith("this JVM was started without --add-opens=java.base/java.nio=ALL-UNNAMED; ")
                .contains("java @config/jvm.options");
    }

    @Test
    void a_jvm_without_any_flag_is_told_the_first_and_how_many() throws Exception {
        assertThat(connectWith(List.of()))
                .matches("(?s)this JVM was started without --add-opens=\\S+ and \\d+ more; .*");
    }

    @Test
    void up_to_three_missing_flags_are_all_named() {
        assertThatThrownBy(() -> JvmFlags.complain(List.of("--x", "--y", "--z")))
                .hasMessageStartingWith("this JVM was started without --x --y --z; ");
    }

    private static String connectWith(List<String> flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
