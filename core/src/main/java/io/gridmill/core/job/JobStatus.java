package io.gridmill.core.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger says of a job, for people.
 *
 * @param id the job
 * @param name its name
 * @param kind {@code sql} or {@code load}
 * @param state where it is
 * @param cause why it failed, was cancelled or is partial, or what it waits for, or null
 * @param submitted when it was accepted
 * @param finished when it reached its last state, or null
 * @param shares leaf shares so far, the final one included
 * @param sharesRunning of these, how many run
 * @param sharesDone of these, how many are committed or beyond
 * @param takeovers shares that another node took after their owner was gone, and executions repeated after an error
 * @param inputRows rows read so far, by committed attempts and what nodes report of running ones
 * @param inputRowsTotal rows to read, or -1 when not known
 * @param inputBytes load: bytes read so far; else 0
 * @param inputBytesTotal load: bytes to read; else 0
 * @param resultRows rows of the result; -1 before it is decided
 * @param rejectedRows bad rows that were kept apart: of a load's source, or of a result by its sinks
 * @param found load: what was found in the files because it was not said, in words; else empty
 */
public record JobStatus(
        String id,
        String name,
        String kind,
        JobState state,
        @Nullable String cause,
        Instant submitted,
        @Nullable Instant finished,
        int shares,
        int sharesRunning,
        int sharesDone,
        int takeovers,
        long inputRows,
        long inputRowsTotal,
        long inputBytes,
        long inputBytesTotal,
        long resultRows,
        long rejectedRows,
        String found) {}
