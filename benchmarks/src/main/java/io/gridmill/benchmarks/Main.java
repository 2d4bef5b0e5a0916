package io.gridmill.benchmarks;

import io.gridmill.benchmarks.sidebyside.SideBySide;
import io.gridmill.core.error.GridmillException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs JMH with the flags that a node has: forks get those of {@code config/jvm.options}, which the build packs into this jar, and the
 * two of the launcher that turn Arrow's checks off. JMH's own arguments work as ever; {@code -f 0} needs {@code java @config/jvm.options}.
 *
 * <p>With {@code side-by-side} as first argument, runs {@link SideBySide} under the same flags.
 *
 * <p>Exit status: 0 done; 1 a benchmark failed, which ends the run unless {@code -foe false} is given; 2 the call was wrong.
 */
public final class Main {
    /** As the launcher sets them for a node; and a fork's log is for what goes wrong. */
    private static final List<String> LAUNCHER_FLAGS = List.of(
            "-Darrow.enable_unsafe_memory_access=true",
            "-Darrow.enable_null_check_for_get=false",
            "-XX:MaxNewSize=256m",
            "-DGRIDMILL_LOG_LEVEL=WARN");

    private static final String SIDE_BY_SIDE = "side-by-side";
    private static final String FORKED = "forked";

    private Main() {}

    public static void main(String[] args) throws IOException {
        int status = run(args);
        if (status != 0) {
            System.exit(status);
        }
    }

    static int run(String... args) throws IOException {
        if (args.length > 0 && args[0].equals(SIDE_BY_SIDE)) {
            return sideBySide(args);
        }
        try {
            CommandLineOptions given = new CommandLineOptions(args);
            Runner runner = new Runner(options(given));
            if (given.shouldHelp()) {
                given.showHelp();
            } else if (given.shouldList()) {
                runner.list();
            } else if (given.shouldListWithParams()) {
                runner.listWithParams(given);
            } else if (given.shouldListProfilers()) {
                given.listProfilers();
            } else if (given.shouldListResultFormats()) {
                given.listResultFormats();
            } else {
                runner.run();
            }
            return 0;
        } catch (CommandLineOptionException e) {
            System.err.println("benchmarks: " + e.getMessage() + " (-h shows all options)");
            return 2;
        } catch (NoBenchmarksException e) {
            System.err.println("benchmarks: no benchmark has a name that matches what was given (-l lists all)");
            return 2;
        } catch (RunnerException e) {
            System.err.println("benchmarks: " + e.getMessage() + " (what went wrong stands above)");
            return 1;
        }
    }

    /** In a JVM of its own with a node's flags, as JMH's forks; there, with a mark as the second argument, the work itself. */
    private static int sideBySide(String... args) throws IOException {
        if (args.length > 1 && args[1].equals(FORKED)) {
            return SideBySide.run(Arrays.copyOfRange(args, 2, args.length));
        }
        List<String> command = nodeCommand("3g");
        command.addAll(List.of(Main.class.getName(), SIDE_BY_SIDE, FORKED));
        command.addAll(List.of(args).subList(1, args.length));
        Process fork = new ProcessBuilder(command).inheritIO().start();
        try {
            return fork.waitFor();
        } catch (InterruptedException e) {
            fork.destroy();
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /** The command that starts a JVM with a node's flags and this class path; the main class is to follow. */
    public static List<String> nodeCommand(String heap) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(nodeFlags());
        command.addAll(List.of("-Xms" + heap, "-Xmx" + heap, "-cp", System.getProperty("java.class.path")));
        return command;
    }

    /** What the user gave, with the node's flags before the user's own, and failures not passed over. */
    static Options options(CommandLineOptions given) throws IOException {
        List<String> flags = new ArrayList<>(nodeFlags());
        flags.addAll(given.getJvmArgsPrepend().orElse(List.of()));
        return new OptionsBuilder()
                .parent(given)
                .jvmArgsPrepend(flags.toArray(String[]::new))
                .shouldFailOnError(given.shouldFailOnError().orElse(true))
                .build();
    }

    /** In the order of the file, without its comments. */
    static List<String> nodeFlags() throws IOException {
        List<String> flags = new ArrayList<>();
        try (InputStream options = Main.class.getResourceAsStream("jvm.options")) {
            if (options == null) {
                throw GridmillException.internal("the benchmarks' jar must hold jvm.options, but it does not");
            }
            new BufferedReader(new InputStreamReader(options, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(flags::add);
        }
        flags.addAll(LAUNCHER_FLAGS);
        return flags;
    }
}
