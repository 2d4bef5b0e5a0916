package io.gridmill.cli.session;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What a stream of this process is connected to, which Java 17 tells of all streams together only. */
public final class Terminals {
    private static final int FALLBACK_COLUMNS = 80;

    private Terminals() {}

    static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        if (!Files.isSymbolicLink(link)) {
            return System.console() != null;
        }
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false; // closed, so nobody watches
        }
    }

    /** Columns of the terminal of this process; {@code stty} knows it when the shell does not tell. */
    public static int columns() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (stty.waitFor(1, TimeUnit.SECONDS) && answer.matches("\\d+ [1-9]\\d*")) {
                return Integer.parseInt(answer.substring(answer.indexOf(' ') + 1));
            }
        } catch (IOException e) {
            return FALLBACK_COLUMNS; // no stty here
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return FALLBACK_COLUMNS;
    }
}
