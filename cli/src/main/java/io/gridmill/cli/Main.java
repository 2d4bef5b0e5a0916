package io.gridmill.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** What {@code gridmill} starts. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        if (args.length == 1 && args[0].equals("--version")) {
            System.out.println("gridmill " + version());
            return;
        }
        System.err.println("usage: gridmill [--help] [--version] COMMAND");
        System.exit(args.length == 1 && args[0].equals("--help") ? 0 : 2);
    }

    /** As the build wrote it into {@code version.properties}. */
    static String version() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Main.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }
}
