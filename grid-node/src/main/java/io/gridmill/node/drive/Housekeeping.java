package io.gridmill.node.drive;

import io.gridmill.core.job.JobState;
import io.gridmill.node.dataset.DatasetTargets;
import io.gridmill.node.dataset.Datasets;
import io.gridmill.node.ledger.JobRecord;
import io.gridmill.node.ledger.Ledger;
import io.gridmill.node.ledger.ShareRecord;
import io.gridmill.node.ledger.Walk;
import io.gridmill.node.result.ResultStore;
import io.gridmill.node.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What may wait: forgetting old jobs and their results, destroying what nobody reads, trimming the journal.
 */
final class Housekeeping implements Runnable {
    private final Runnable baseline;
    private final Ledger ledger;
    private final Datasets datasets;
    private final DatasetTargets targets;
    private final Tables tables;
    private final ResultKeeper results;
    private final ResultStore store;
    private final Turn turn;
    private final int keepJobs;
    private final Duration keepFor;

    /** @param baseline has the ledger's copies where they belong */
    Housekeeping(
            Runnable baseline,
            Ledger ledger,
            Datasets datasets,
            DatasetTargets targets,
            Tables tables,
            ResultKeeper results,
            ResultStore store,
            Turn turn,
            int keepJobs,
            Duration keepFor) {
        this.baseline = baseline;
        this.ledger = ledger;
        this.datasets = datasets;
        this.targets = targets;
        this.tables = tables;
        this.results = results;
        this.store = store;
        this.turn = turn;
        this.keepJobs = keepJobs;
        this.keepFor = keepFor;
    }

    @Override
    public void run() {
        baseline.run();
        results.trimJournal();
        if (turn.isMine("housekeeping", "")) {
            forgetOldJobs();
            targets.destroyStale(pinnedGenerations());
            tables.destroyOrphans(Set.copyOf(ledger.activeJobs()));
        }
    }

    private void forgetOldJobs() {
        List<JobRecord> ended = ledger.jobs().stream()
                .filter(job -> job.state().terminal() && job.finished() != null)
                .sorted(Comparator.comparing(
                                (JobRecord job) -> Objects.requireNonNullElse(job.finished(), Instant.EPOCH))
                        .reversed())
                .toList();
        Instant oldest = Instant.now().minus(keepFor);
        for (int i = 0; i < ended.size(); i++) {
            JobRecord job = ended.get(i);
            if (i >= keepJobs
                    || Objects.requireNonNullElse(job.finished(), Instant.EPOCH).isBefore(oldest)) {
                for (ShareRecord share : Walk.lineage(ledger, job)) {
                    if (share.attempt() != null && share.outcome() != null) {
                        store.drop(share.attempt(), share.outcome().batches());
                    }
                }
                ledger.forget(job);
            }
        }
    }

    /** Generations that unfinished jobs read or write. */
    private Set<String> pinnedGenerations() {
        Set<String> pinned = new HashSet<>();
        for (String jobId : ledger.activeJobs()) {
            JobRecord job = ledger.job(jobId);
            if (job == null || job.state().terminal() || job.cut() == null) {
                continue;
            }
            if (job.cut().dataset() != null) {
                pinned.addAll(datasets.version(job.cut().dataset(), job.cut().version())
                        .generations());
            }
            if (job.cut().generation() != null && job.state() != JobState.ABORTING) {
                pinned.add(job.cut().generation());
            }
        }
        return pinned;
    }
}
