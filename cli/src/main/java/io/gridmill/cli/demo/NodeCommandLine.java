package io.gridmill.cli.demo;

import io.gridmill.cli.session.Lifeline;
import io.gridmill.core.error.GridmillException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a node is started on the Java, class path and flags of this very JVM. */
final class NodeCommandLine {
    private static final String MAIN = "io.gridmill.cli.Main";
    private static final String CONF = "gridmill.conf";
    private static final String FLAGS = "jvm.options";

    private NodeCommandLine() {}

    /**
     * The words of the command.
     *
     * @param temporary folder for what libraries unpack: a killed JVM does not tidy up
     * @param settings config keys and their values
     */
    static List<String> of(Path temporary, String heap, Map<String, String> settings) {
        String conf = System.getProperty(CONF);
        if (conf == null || !Files.isRegularFile(Path.of(conf, FLAGS))) {
            throw GridmillException.user("-D" + CONF + " must name the folder of " + FLAGS + ", got " + conf
                    + "; start the demo as ./gridmill demo, which sets it");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (option.startsWith("-D") || option.startsWith("--enable-native") || option.startsWith("--sun-misc")) {
                command.add(option);
            }
        }
        command.add("@" + Path.of(conf, FLAGS));
        command.add("-Xmx" + heap);
        command.add("-XX:+UseSerialGC"); // the smallest, for several JVMs on two cores
        command.add("-XX:-UsePerfData"); // a file in /tmp, which a killed JVM would leave there
        command.add("-Djava.io.tmpdir=" + temporary);
        command.add(Lifeline.option(ProcessHandle.current().pid()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN, "node"));
        settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        return command;
    }
}
