package io.gridmill.tests.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The command line of a node: this JVM's Java and class path, the flags of {@code config/jvm.options}, quick to start. */
public final class NodeCommand {
    private NodeCommand() {}

    /** Java with flags and class path, without a class. */
    public static List<String> java(String... flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + home().resolve("config/jvm.options"));
        // Small, and no thought of peak speed: several of these share the machine with the test.
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(List.of(flags));
        command.add("-Dlogback.configurationFile=" + home().resolve("config/logback.xml"));
        command.addAll(NodeArchive.flags());
        return command;
    }

    /** What follows {@link #java} to start a node. */
    public static List<String> node(Map<String, String> settings) {
        List<String> command = new ArrayList<>(List.of("io.gridmill.cli.Main", "node"));
        settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        return command;
    }

    private static Path home() {
        return Path.of(Objects.requireNonNull(
                System.getProperty("gridmill.home"), "system property gridmill.home must name the project's root"));
    }
}
