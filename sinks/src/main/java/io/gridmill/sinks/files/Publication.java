package io.gridmill.sinks.files;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.SinkManifest;
import io.gridmill.core.sink.StagedAttempt;
import io.gridmill.sinks.files.Outcome.PublishedFile;
import io.gridmill.sinks.files.Outcome.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts a job's winners under final names and takes away what does not belong there. The caller holds the folder's lock while he looks for
 * room and publishes. Every step can be repeated, by anybody, from wherever the one before died. Only files that manifests prove to be
 * Gridmill's own are ever removed.
 */
final class Publication {
    private final JobFolder folder;
    private final WriteMode mode;
    private final TableSchema schema;
    private final Durable files;
    private final Outcomes outcomes;
    private final Staging staging;

    Publication(
            JobFolder folder, WriteMode mode, TableSchema schema, Durable files, Outcomes outcomes, Staging staging) {
        this.folder = folder;
        this.mode = mode;
        this.schema = schema;
        this.files = files;
        this.outcomes = outcomes;
        this.staging = staging;
    }

    /**
     * Checks that the mode allows what the folder holds. Files of jobs that are open count for nothing yet.
     *
     * @return names of the files that this job's outcome takes out of the folder's content; in mode create they are gone already
     */
    List<String> requireRoom() throws IOException {
        if (mode == WriteMode.APPEND) {
            return List.of();
        }
        List<String> published = outcomes.published();
        Set<String> allowed = mode == WriteMode.REPLACE ? new HashSet<>(published) : Set.of();
        List<String> foreign = folder.visible().stream()
                .filter(name -> !allowed.contains(name) && !folder.isOwnFinal(name) && !folder.isOfOpenJob(name))
                .toList();
        if (!foreign.isEmpty()) {
            String rule = mode == WriteMode.CREATE
                    ? "mode create needs a folder without data"
                    : "mode replace removes only files that a manifest under _gridmill names";
            throw GridmillException.user(rule + ", found '" + foreign.get(0) + "'"
                    + (foreign.size() > 1 ? " and " + (foreign.size() - 1) + " more" : "") + folder.place());
        }
        return published;
    }

    /**
     * Puts the winners in place and decides the outcome.
     *
     * @return the outcome that holds, which another may have decided
     */
    Outcome publish(SinkManifest manifest) throws IOException {
        List<Winner> winners = new ArrayList<>();
        for (StagedAttempt winner : manifest.winners()) {
            winners.add(new Winner(folder.finalName(winner.attempt()), staging.requireSealed(winner)));
        }
        List<String> replaces = requireRoom();
        if (winners.isEmpty()) {
            winners.add(new Winner("part-" + folder.jobId() + "-none." + folder.extension(), staging.writeEmpty()));
        }
        List<PublishedFile> published = new ArrayList<>();
        for (Winner winner : withRows(winners)) {
            link(winner);
            Seal seal = winner.seal();
            published.add(new PublishedFile(
                    winner.finalName(),
                    seal.attempt(),
                    seal.rows(),
                    Long.toHexString(seal.digest()),
                    seal.sizeBytes(),
                    seal.sha256()));
        }
        Durable.syncFolder(folder.root());
        return outcomes.decide(new Outcome(
                State.CLOSED, folder.jobId(), manifest.rows(), schema.toString(), published, replaces, manifest));
    }

    private record Winner(String finalName, Seal seal) {}

    /** Those that hold rows; when none does, one, which shows the columns. */
    private static List<Winner> withRows(List<Winner> winners) {
        List<Winner> full =
                winners.stream().filter(winner -> winner.seal().rows() > 0).toList();
        return full.isEmpty() ? winners.subList(0, 1) : full;
    }

    private void link(Winner winner) throws IOException {
        Path target = folder.root().resolve(winner.finalName());
        Path staged = folder.staging().resolve(winner.seal().file());
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            if (!winner.seal().isOf(staged) || Files.isSameFile(target, staged)) {
                return; // put there whole by one who died before the outcome
            }
            Files.delete(target); // likewise, and the attempt was staged again since
        }
        files.link(target, staged);
    }

    /** Removes what this job put under final names and its outcome does not name. */
    void dropUnnamed(Outcome outcome) throws IOException {
        for (String name : folder.visible()) {
            if (folder.isOwnFinal(name) && !outcome.names(name)) {
                Files.deleteIfExists(folder.root().resolve(name));
            }
        }
    }

    void dropReplaced(Outcome outcome) throws IOException {
        for (String name : outcome.replaces()) {
            Files.deleteIfExists(folder.root().resolve(name));
        }
        if (!outcome.replaces().isEmpty()) {
            Durable.syncFolder(folder.root());
        }
    }
}
