package io.gridmill.cli.session;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ties this process to another one: when that is gone, however it went, this one ends too. */
public final class Lifeline {
    private static final String PROPERTY = "gridmill.exit-with";
    private static final int EXIT_STATUS = 1;

    private Lifeline() {}

    /** The JVM option that ties a Gridmill process to the process {@code pid}. */
    public static String option(long pid) {
        return "-D" + PROPERTY + "=" + pid;
    }

    /** Heeds the option, when this JVM has it. The end is sudden, as if this process had been killed too. */
    public static void hold() {
        hold(System.getProperty(PROPERTY), () -> Runtime.getRuntime().halt(EXIT_STATUS));
    }

    static void hold(@Nullable String pid, Runnable end) {
        if (pid == null) {
            return;
        }
        Optional<ProcessHandle> other;
        try {
            other = ProcessHandle.of(Long.parseLong(pid));
        } catch (NumberFormatException e) {
            throw new WrongCall("-D" + PROPERTY + " must be the id of a process, got '" + pid + "'");
        }
        Thread watch = new Thread(
                () -> {
                    other.ifPresent(process -> process.onExit().join());
                    end.run();
                },
                "gridmill-lifeline");
        watch.setDaemon(true);
        watch.start();
    }
}
