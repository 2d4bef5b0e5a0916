package io.gridmill.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs JMH with the flags that a node has: forks get those of {@code config/jvm.options}, which the build packs into this jar, and the
 * two of the launcher that turn Arrow's checks off. JMH's own arguments work as ever; {@code -f 0} needs {@code java @config/jvm.options}.
 */
public final class Main {
    private static final List<String> LAUNCHER_FLAGS =
            List.of("-Darrow.enable_unsafe_memory_access=true", "-Darrow.enable_null_check_for_get=false");

    private Main() {}

    public static void main(String[] args) throws IOException, RunnerException, CommandLineOptionException {
        CommandLineOptions given = new CommandLineOptions(args);
        Runner runner = new Runner(
                new OptionsBuilder().parent(given).jvmArgsPrepend(nodeFlags()).build());
        if (given.shouldHelp()) {
            given.showHelp();
        } else if (given.shouldList()) {
            runner.list();
        } else if (given.shouldListWithParams()) {
            runner.listWithParams(given);
        } else if (given.shouldListProfilers()) {
            given.listProfilers();
        } else {
            runner.run();
        }
    }

    /** In the order of the file, without its comments. */
    static String[] nodeFlags() throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(Main.class.getResourceAsStream("jvm.options"), StandardCharsets.UTF_8))) {
            Stream<String> flags = lines.lines().filter(line -> !line.isBlank() && !line.startsWith("#"));
            return Stream.concat(flags, LAUNCHER_FLAGS.stream()).toArray(String[]::new);
        }
    }
}
