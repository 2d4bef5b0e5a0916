package io.gridmill.sinks.files;

import io.gridmill.core.json.Json;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The outcomes of jobs in a folder. A job's outcome is decided once, by giving its name to a finished, synced file. */
final class Outcomes {
    private final JobFolder folder;
    private final Durable files;

    Outcomes(JobFolder folder, Durable files) {
        this.folder = folder;
        this.files = files;
    }

    /** The job's outcome, or null while it is open. */
    @Nullable
    Outcome read() throws IOException {
        return read(folder.outcome());
    }

    /** Makes this the outcome unless there is one; returns the one that holds. */
    Outcome decide(Outcome outcome) throws IOException {
        Path finished = folder.control().resolve(folder.jobId() + "-" + UUID.randomUUID() + ".tmp");
        try {
            Durable.write(finished, Json.write(outcome));
            files.link(folder.outcome(), finished);
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            // decided by another, who may have swept our file already: what holds is read below
            if (read() == null) {
                throw e;
            }
        } finally {
            Files.deleteIfExists(finished);
        }
        Durable.syncFolder(folder.control());
        Outcome decided = read();
        if (decided == null) {
            throw new NoSuchFileException(
                    folder.outcome().toString(), null, "an outcome was removed while it was being decided");
        }
        return decided;
    }

    /** Names of the files that closed jobs have published here and none has replaced: what the folder holds, as of this moment. */
    List<String> published() throws IOException {
        Set<String> published = new HashSet<>();
        List<String> replaced = new ArrayList<>();
        for (String name : Durable.names(folder.control())) {
            Outcome outcome = name.endsWith(".json") ? read(folder.control().resolve(name)) : null;
            if (outcome != null) {
                outcome.files().forEach(file -> published.add(file.name()));
                replaced.addAll(outcome.replaces());
            }
        }
        replaced.forEach(published::remove);
        return published.stream().sorted().toList();
    }

    /** Drops outcomes that a dead node was writing. */
    void sweep() throws IOException {
        for (String name : Durable.names(folder.control())) {
            if (name.startsWith(folder.jobId() + "-")) {
                Files.deleteIfExists(folder.control().resolve(name));
            }
        }
    }

    private static @Nullable Outcome read(Path file) throws IOException {
        try {
            return Json.read(Files.readString(file), Outcome.class);
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
