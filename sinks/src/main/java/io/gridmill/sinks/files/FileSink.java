package io.gridmill.sinks.files;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.json.Json;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.BatchInput;
import io.gridmill.core.sink.Sink;
import io.gridmill.core.sink.SinkManifest;
import io.gridmill.core.sink.SinkSpec;
import io.gridmill.core.sink.StagedAttempt;
import io.gridmill.sinks.files.Outcome.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Results as files in a folder that all nodes see under the same path.
 *
 * <p><b>What a reader sees when.</b> A reader of manifests, {@code _gridmill/JOB.json}, sees a job whole or not at all: the folder's
 * content is, at any moment, the files named by all CLOSED outcomes less the files that any of them {@code replaces}, and an outcome
 * appears in one atomic step, after every file that it names is in place and synced. A plain reader, who lists the folder, sees the files
 * of a closing job appear one by one, complete each, shortly before the outcome; in mode replace he sees old and new files together
 * until the old ones are removed, shortly after it. A node that dies in between leaves that state until another repeats the step.
 *
 * <p>One outcome a job: CLOSED and ABORTED are contents of the same file, which can be made once ({@link Outcomes}). While it is missing
 * the job is open, if its staging folder is there. Steps that look at other jobs' files take the folder's lock; a process that is stopped,
 * not dead, while it holds it keeps the others waiting.
 */
public final class FileSink implements Sink {
    private final SinkSpec spec;
    private final JobFolder folder;
    private final TableSchema schema;
    private final Outcomes outcomes;
    private final Staging staging;
    private final Publication publication;

    public FileSink(SinkSpec spec, FileFormat format, Path path, WriteMode mode, String jobId, TableSchema schema) {
        this(spec, format, path, mode, jobId, schema, Files::createLink);
    }

    FileSink(
            SinkSpec spec,
            FileFormat format,
            Path path,
            WriteMode mode,
            String jobId,
            TableSchema schema,
            Durable.HardLink hardLink) {
        this.spec = spec;
        this.folder = new JobFolder(path, jobId, format.extension());
        this.schema = schema;
        Durable files = new Durable(hardLink);
        this.outcomes = new Outcomes(folder, files);
        this.staging = new Staging(folder, format, schema);
        this.publication = new Publication(folder, mode, schema, files, outcomes, staging);
    }

    @Override
    public void prepare() {
        run("prepare", () -> {
            requireFolder();
            Outcome outcome = outcomes.read();
            if (outcome != null) {
                throw Sink.decidedAlready(folder.jobId(), outcome.state() == State.CLOSED);
            }
            try {
                Durable.makeFolders(folder.control());
            } catch (AccessDeniedException e) {
                throw new GridmillException(
                        ErrorCode.USER,
                        "path must be a folder that nodes can make and write, no access to " + e.getMessage()
                                + folder.place(),
                        e);
            }
            try (FolderLock lock = lock()) {
                publication.requireRoom();
                open();
            }
        });
    }

    private void requireFolder() {
        Path present = folder.root();
        while (present != null && !Files.exists(present)) {
            present = present.getParent();
        }
        if (present != null && !Files.isDirectory(present)) {
            throw GridmillException.user("path must be a folder, '" + present + "' is a file" + folder.place());
        }
    }

    /** Makes the job's staging folder, and claims it for this sink. */
    private void open() throws IOException {
        Durable.makeFolders(folder.staging());
        String mine = Json.write(spec);
        if (!Files.exists(folder.opened())) {
            Path unnamed = folder.staging().resolve("open.tmp");
            Durable.write(unnamed, mine);
            Files.move(unnamed, folder.opened());
            Durable.syncFolder(folder.staging());
        } else if (!Files.readString(folder.opened()).equals(mine)) {
            throw GridmillException.user("two sinks of a job must have different folders, this one is taken by "
                    + Files.readString(folder.opened()) + folder.place());
        }
    }

    @Override
    public long stage(StagedAttempt attempt, BatchInput batches) {
        requireOwn(attempt.attempt().jobId());
        long[] rows = new long[1];
        run("stage attempt " + attempt.attempt().token(), () -> {
            requireOpen();
            try {
                rows[0] = staging.write(attempt, batches);
            } catch (IOException e) {
                requireOpen(); // the folder goes when the job is over, under the feet of whoever still writes
                throw e;
            }
        });
        return rows[0];
    }

    private void requireOpen() throws IOException {
        // the folder is looked at first, since it goes only after the outcome has come
        boolean prepared = Files.isDirectory(folder.staging());
        Outcome outcome = outcomes.read();
        if (outcome != null) {
            throw GridmillException.user("nothing can be staged, the job is "
                    + (outcome.state() == State.CLOSED ? "closed" : "aborted") + folder.place());
        }
        requirePrepared(prepared);
    }

    private void requirePrepared(boolean prepared) {
        if (!prepared) {
            throw GridmillException.user(
                    "the job must be prepared in this folder; is it the same folder on every node?" + folder.place());
        }
    }

    @Override
    public void closeWith(SinkManifest manifest) {
        requireOwn(manifest.jobId());
        run("close", () -> {
            requirePrepared(Files.isDirectory(folder.control()));
            try (FolderLock lock = lock()) {
                Outcome outcome = outcomes.read();
                if (outcome == null) {
                    requirePrepared(Files.isDirectory(folder.staging()));
                    outcome = publication.publish(manifest);
                }
                publication.dropUnnamed(outcome);
                requireSame(outcome, manifest);
                publication.dropReplaced(outcome);
            }
        });
    }

    private void requireSame(Outcome outcome, SinkManifest manifest) {
        if (outcome.state() == State.ABORTED) {
            throw GridmillException.internal("a job that is aborted must not be closed" + folder.place());
        }
        if (!manifest.equals(outcome.manifest())) {
            throw GridmillException.internal("a job must be closed with one manifest: it is closed with "
                    + outcome.manifest() + ", asked for is " + manifest + folder.place());
        }
    }

    @Override
    public void abort() {
        run("abort", () -> {
            Durable.makeFolders(folder.control());
            try (FolderLock lock = lock()) {
                Outcome outcome = outcomes.read();
                if (outcome == null) {
                    outcome = outcomes.decide(Outcome.aborted(folder.jobId(), schema.toString()));
                }
                if (outcome.state() == State.CLOSED) {
                    throw GridmillException.internal("a job that is closed must not be aborted" + folder.place());
                }
                dropStaged(outcome);
            }
        });
    }

    @Override
    public void sweep() {
        run("sweep", () -> {
            Outcome outcome = outcomes.read();
            if (outcome != null) {
                dropStaged(outcome);
                outcomes.sweep();
            }
        });
    }

    private void dropStaged(Outcome outcome) throws IOException {
        Durable.dropFolder(folder.staging());
        Durable.dropIfEmpty(folder.allStaging());
        publication.dropUnnamed(outcome);
        Durable.syncFolder(folder.root());
    }

    @Override
    public void close() {
        // holds no file open between calls
    }

    private FolderLock lock() throws IOException {
        return FolderLock.take(
                folder.control().toRealPath().resolve(folder.lock().getFileName()), FolderLock.PATIENCE);
    }

    private void requireOwn(String jobId) {
        if (!jobId.equals(folder.jobId())) {
            throw GridmillException.internal("a sink serves one job, got job '" + jobId + "'" + folder.place());
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private void run(String what, Step step) {
        try {
            step.run();
        } catch (NoSuchFileException e) {
            throw failed(what, "no such file or folder: " + e.getMessage(), e);
        } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
            throw failed(what, String.valueOf(e.getMessage()), e);
        }
    }

    private GridmillException failed(String what, @Nullable String reason, Exception cause) {
        return GridmillException.external("cannot " + what + ": " + reason + folder.place(), cause);
    }
}
