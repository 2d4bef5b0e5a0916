package io.gridmill.node.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place in the protocol at which a test can hurt the process. Armed through a folder, so that a running node can be armed:
 * with {@code -Dgridmill.failpoints=DIR}, the process that first deletes {@code DIR/<point>} does what the file says: {@code kill}
 * (SIGKILL to itself), {@code stop} (SIGSTOP to itself), {@code throw} (an exception), or {@code log} (nothing else).
 */
public enum Failpoint {
    /** Before the step that claims. */
    CLAIM_BEFORE,
    /** After the step that claims, before anything runs. */
    CLAIM_AFTER,
    /** A share has read its first chunk or batch. */
    RUN,
    /** The attempt is sealed and synced in the journal; nothing committed. */
    SEAL_AFTER,
    /** The step that commits is done; nothing staged. */
    COMMIT_AFTER,
    /** A sink has staged the attempt; the ledger does not know. */
    STAGE_AFTER,
    /** The winners stand in the job record; no sink is closed. */
    DECIDE_AFTER,
    /** Before a sink closes. */
    CLOSE_BEFORE,
    /** A sink has closed; the ledger does not know. */
    CLOSE_AFTER,
    /** The job is DONE; nothing trimmed. */
    DONE_AFTER;

    private static final Logger LOG = LoggerFactory.getLogger(Failpoint.class);
    private static final @Nullable String FOLDER = System.getProperty("gridmill.failpoints");

    /** The file name that arms it, for example {@code commit-after}. */
    public String fileName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Does what the test asked for, if it asked. */
    public void hit() {
        if (FOLDER != null) {
            act(Path.of(FOLDER, fileName()));
        }
    }

    private void act(Path file) {
        String action;
        try {
            if (!Files.exists(file)) {
                return;
            }
            action = Files.readString(file).strip();
            Files.delete(file);
        } catch (IOException e) {
            LOG.debug("failpoint {} was taken by another process", this, e);
            return;
        }
        LOG.warn("failpoint {}: {}", fileName(), action);
        switch (action) {
            case "kill" -> signal("-KILL");
            case "stop" -> signal("-STOP");
            case "throw" -> throw new IllegalStateException("failpoint " + fileName());
            default -> {}
        }
    }

    private static void signal(String signal) {
        try {
            new ProcessBuilder(
                            "kill",
                            signal,
                            Long.toString(ProcessHandle.current().pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("cannot run kill", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
