package io.gridmill.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;

class MainTest {
    @Test
    void forksGetTheFlagsOfANodeBeforeTheUsersOwn() throws Exception {
        List<String> node =
                Files.readAllLines(Path.of(System.getProperty("gridmill.home"), "config/jvm.options")).stream()
                        .filter(line -> line.startsWith("-"))
                        .toList();

        Options options = Main.options(new CommandLineOptions("Decode", "-jvmArgsPrepend", "-Dmine=1"));

        Collection<String> flags = options.getJvmArgsPrepend().get();
        assertThat(node).isNotEmpty();
        assertThat(flags)
                .containsSubsequence(node)
                .contains("-Darrow.enable_unsafe_memory_access=true", "-Darrow.enable_null_check_for_get=false")
                .endsWith("-Dmine=1");
        assertThat(options.getIncludes()).containsExactly("Decode");
    }

    @Test
    void aFailedBenchmarkEndsTheRunUnlessTheUserSaysOtherwise() throws Exception {
        assertThat(Main.options(new CommandLineOptions()).shouldFailOnError().get())
                .isTrue();
        assertThat(Main.options(new CommandLineOptions("-foe", "false"))
                        .shouldFailOnError()
                        .get())
                .isFalse();
    }

    @Test
    void aWrongCallExitsWithTwoAndAFailedBenchmarkWithOne() throws Exception {
        assertThat(Main.run("-no-such-option")).isEqualTo(2);
        assertThat(Main.run("NoSuchBenchmark")).isEqualTo(2);
        assertThat(Main.run("ScanFilterSum", "-f", "0", "-p", "rows=0")).isEqualTo(1);
        assertThat(Main.run("-l")).isZero();
    }
}
