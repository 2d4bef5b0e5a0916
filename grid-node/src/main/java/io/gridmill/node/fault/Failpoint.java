package io.gridmill.node.fault;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place in the protocol at which a test can hurt the process. Armed through folders, so that a running node can be armed, alone or
 * together with others: with {@code -Dgridmill.failpoints=DIR:DIR...}, the process that first deletes {@code DIR/<point>} does what
 * the file says: {@code kill} (SIGKILL to itself), {@code stop} (SIGSTOP to itself), {@code throw} (an exception), {@code hold}
 * (the thread waits while the file {@code DIR/<point>.held.*} exists that it makes, a minute at most), or {@code log} (nothing else).
 */
public enum Failpoint {
    /** Before the step that claims. */
    CLAIM_BEFORE,
    /** After the step that claims, before anything runs. */
    CLAIM_AFTER,
    /** A share that is taken over says SPLIT; its children do not exist. */
    SPLIT_AFTER,
    /** A share has read its first chunk or batch. */
    RUN,
    /** Batches and seal of an attempt are appended to the journal, and not synced. */
    APPEND_AFTER,
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
    DONE_AFTER,
    /** The journal holds attempts that nobody needs any more; their files are still there. */
    TRIM_BEFORE;

    private static final Logger LOG = LoggerFactory.getLogger(Failpoint.class);
    private static final Duration LONGEST_HOLD = Duration.ofMinutes(1);
    private static final Duration SIGNAL_TAKES = Duration.ofSeconds(1);
    private static final Duration HOLD_POLL = Duration.ofMillis(10);
    private static final List<Path> FOLDERS = folders(System.getProperty("gridmill.failpoints"));

    /** The file name that arms it, for example {@code commit-after}. */
    public String fileName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Does what the test asked for, if it asked. */
    public void hit() {
        for (Path folder : FOLDERS) {
            act(folder.resolve(fileName()));
        }
    }

    private static List<Path> folders(@Nullable String property) {
        return property == null
                ? List.of()
                : Stream.of(property.split(File.pathSeparator)).map(Path::of).toList();
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
            case "hold" -> hold(file);
            case "throw" -> throw new IllegalStateException("failpoint " + fileName());
            default -> {}
        }
    }

    private static void hold(Path file) {
        try {
            Path held = Files.createTempFile(file.getParent(), file.getFileName() + ".held.", "");
            long end = System.nanoTime() + LONGEST_HOLD.toNanos();
            while (Files.exists(held) && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(HOLD_POLL.toNanos());
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot hold at " + file, e);
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
            // The kernel stops a process thread by thread, when each is next looked at: until then, this one goes no
            // further.
            Thread.sleep(SIGNAL_TAKES.toMillis());
        } catch (IOException e) {
            throw new IllegalStateException("cannot run kill", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
