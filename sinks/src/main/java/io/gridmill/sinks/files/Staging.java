package io.gridmill.sinks.files;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.json.Json;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.BatchInput;
import io.gridmill.core.sink.StagedAttempt;
import io.gridmill.sinks.CheckedInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * A job's staged files. Every writer has a file of its own, also when two stage one attempt at a time; the seal, put in place by a
 * rename, names the file that counts. So there is a complete file behind a seal at every moment.
 */
final class Staging {
    private static final String NO_ATTEMPT = "none";

    private final JobFolder folder;
    private final FileFormat format;
    private final TableSchema schema;

    Staging(JobFolder folder, FileFormat format, TableSchema schema) {
        this.folder = folder;
        this.format = format;
        this.schema = schema;
    }

    long write(StagedAttempt staged, BatchInput batches) throws IOException {
        CheckedInput input = new CheckedInput(staged, schema, batches);
        String name = JobFolder.stagedName(staged.attempt());
        Seal seal = writeSealed(name, staged.attempt().token(), staged.digest(), input);
        return seal.rows();
    }

    /** A file without rows, for a job that had no shares, so that its columns are published all the same. */
    Seal writeEmpty() throws IOException {
        return writeSealed(NO_ATTEMPT, NO_ATTEMPT, 0, null);
    }

    private Seal writeSealed(String name, String token, long digest, @Nullable CheckedInput input) throws IOException {
        String file = name + "." + UUID.randomUUID() + "." + format.extension();
        Path path = folder.staging().resolve(file);
        Path unsealed = folder.staging().resolve(file + ".seal");
        boolean done = false;
        try {
            Seal seal = writeFile(path, token, digest, input);
            Durable.write(unsealed, Json.write(seal));
            Seal before = read(name);
            Files.move(unsealed, sealPath(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Durable.syncFolder(folder.staging());
            done = true;
            if (before != null) {
                Files.deleteIfExists(folder.staging().resolve(before.file()));
            }
            return seal;
        } finally {
            if (!done) {
                Files.deleteIfExists(path);
                Files.deleteIfExists(unsealed);
            }
        }
    }

    private Seal writeFile(Path path, String token, long digest, @Nullable CheckedInput input) throws IOException {
        try (StagedOutput out = new StagedOutput(path);
                FileFormat.FileWriter writer = format.open(out, schema)) {
            VectorSchemaRoot batch = input == null ? null : input.next();
            while (input != null && batch != null) {
                writer.write(batch);
                batch = input.next();
            }
            long rows = writer.finish();
            if (input != null) {
                input.requireRows(rows);
            }
            out.sync();
            return new Seal(token, path.getFileName().toString(), rows, digest, out.sizeBytes(), out.sha256());
        }
    }

    /** The seal of an attempt whose rows and digest are as the ledger says and whose file is whole, staged or linked already. */
    Seal requireSealed(StagedAttempt winner) throws IOException {
        Seal seal = read(JobFolder.stagedName(winner.attempt()));
        String fault = null;
        if (seal == null) {
            fault = "it is not sealed";
        } else if (!seal.attempt().equals(winner.attempt().token())) {
            fault = "the seal is of attempt " + seal.attempt();
        } else if (seal.rows() != winner.rows() || seal.digest() != winner.digest()) {
            fault = "it is sealed with " + seal.rows() + " rows and digest " + Long.toHexString(seal.digest())
                    + ", committed are " + winner.rows() + " rows and digest " + Long.toHexString(winner.digest());
        } else if (!seal.isOf(folder.staging().resolve(seal.file()))
                && !seal.isOf(folder.root().resolve(folder.finalName(winner.attempt())))) {
            fault = "its file of " + seal.sizeBytes() + " bytes is gone or cut";
        } else {
            return seal;
        }
        throw new GridmillException(
                ErrorCode.EXTERNAL,
                "winner " + winner.attempt().token() + " must be staged again: " + fault + " [folder="
                        + folder.staging() + "]");
    }

    private Path sealPath(String name) {
        return folder.staging().resolve(name + ".seal.json");
    }

    private @Nullable Seal read(String name) throws IOException {
        try {
            return Json.read(Files.readString(sealPath(name)), Seal.class);
        } catch (NoSuchFileException e) {
            return null;
        } catch (GridmillException e) {
            return null; // a seal that cannot be read seals nothing: the attempt is staged again
        }
    }
}
