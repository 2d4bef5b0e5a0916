package io.gridmill.cli.session;

/** What is done when somebody ends the command from outside, by Ctrl-C for example. */
public interface Interrupts {
    /** Ctrl-C and SIGTERM of this process; the JVM then ends with status 130 or 143. */
    Interrupts OF_PROCESS = action -> {
        Thread hook = new Thread(action, "gridmill-interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
        return () -> {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                Thread.currentThread().interrupt(); // the JVM is going down: the action runs, and nothing else should
            }
        };
    };

    /** An action that waits for an interrupt. */
    interface Watch extends AutoCloseable {
        /** From now on nothing is done. */
        @Override
        void close();
    }

    /** Runs {@code action} at an interrupt, on a thread of its own, until the watch is closed. */
    Watch onInterrupt(Runnable action);
}
