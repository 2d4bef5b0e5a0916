package io.gridmill.cli;

import io.gridmill.cli.session.Session;

/** What {@code gridmill} starts. */
public final class Main {
    private static final String LOG_LEVEL = "GRIDMILL_LOG_LEVEL";

    private Main() {}

    public static void main(String[] args) {
        boolean client = args.length == 0 || !args[0].equals("node");
        if (client && System.getenv(LOG_LEVEL) == null) {
            System.setProperty(LOG_LEVEL, "WARN"); // read by config/logback.xml: whoever typed a query wants no log
        }
        System.exit(run(Session.ofProcess(), args));
    }

    /**
     * Runs one command in this process.
     *
     * @return the exit status
     */
    public static int run(Session session, String... args) {
        return CommandRunner.run(session, args);
    }
}
