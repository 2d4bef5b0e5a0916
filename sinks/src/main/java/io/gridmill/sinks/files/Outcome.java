package io.gridmill.sinks.files;

import io.gridmill.core.sink.SinkManifest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The job row once it is decided, and the manifest that readers can rely on: {@code _gridmill/<job>.json}. While that file is not there
 * the job is open.
 *
 * @param state CLOSED or ABORTED
 * @param jobId the job
 * @param rows rows in all files
 * @param schema the columns, as {@code name TYPE, ...}
 * @param files what the job published; together with {@code replaces} this tells what the folder holds
 * @param replaces names of files, published by earlier jobs, that do not belong to the folder's content any more
 * @param manifest the winners as the ledger named them, or null when aborted
 */
record Outcome(
        State state,
        String jobId,
        long rows,
        String schema,
        List<PublishedFile> files,
        List<String> replaces,
        @Nullable SinkManifest manifest) {
    enum State {
        CLOSED,
        ABORTED
    }

    /**
     * A file that the job published.
     *
     * @param name its name in the folder
     * @param attempt token of the attempt that made it
     * @param rows its rows
     * @param digest digest of those rows, as committed, in hexadecimal digits
     * @param sizeBytes its size
     * @param sha256 of its bytes
     */
    record PublishedFile(String name, String attempt, long rows, String digest, long sizeBytes, String sha256) {}

    Outcome {
        files = List.copyOf(files);
        replaces = List.copyOf(replaces);
    }

    static Outcome aborted(String jobId, String schema) {
        return new Outcome(State.ABORTED, jobId, 0, schema, List.of(), List.of(), null);
    }

    boolean names(String file) {
        return files.stream().anyMatch(published -> published.name().equals(file));
    }
}
