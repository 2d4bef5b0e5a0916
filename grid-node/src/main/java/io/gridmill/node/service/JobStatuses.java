package io.gridmill.node.service;

import io.gridmill.core.job.JobStatus;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.node.ledger.Cut;
import io.gridmill.node.ledger.JobRecord;
import io.gridmill.node.ledger.Ledger;
import io.gridmill.node.ledger.Outcome;
import io.gridmill.node.ledger.ShareRecord;
import io.gridmill.node.ledger.ShareState;
import io.gridmill.node.ledger.Walk;
import io.gridmill.node.run.RunningAttempt;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes statuses for people from the ledger's records. Thread-safe. */
final class JobStatuses {
    private final Ledger ledger;
    private final Supplier<Collection<RunningAttempt>> runningHere;

    JobStatuses(Ledger ledger, Supplier<Collection<RunningAttempt>> runningHere) {
        this.ledger = ledger;
        this.runningHere = runningHere;
    }

    JobStatus of(JobRecord job) {
        Cut cut = job.cut();
        if (cut == null) {
            return status(job, List.of(), 0, -1, 0);
        }
        Walk walk = Walk.from(ledger, job);
        List<ShareRecord> shares = new ArrayList<>(walk.leaves());
        shares.addAll(walk.missing());
        if (walk.finalShare() != null) {
            shares.add(walk.finalShare());
        }
        return status(job, shares, walk.splits(), cut.inputRows(), cut.inputBytes());
    }

    private JobStatus status(JobRecord job, List<ShareRecord> shares, int splits, long rowsTotal, long bytesTotal) {
        int running = 0;
        int done = 0;
        int again = splits;
        long rows = 0;
        long bytes = 0;
        long rejected = job.refusedRows();
        for (ShareRecord share : shares) {
            Outcome outcome = share.outcome();
            running += share.state() == ShareState.RUNNING ? 1 : 0;
            done += share.state().committed() ? 1 : 0;
            again += share.failedOn().size();
            if (outcome != null) {
                rows += share.work().isFinal() ? 0 : outcome.inputRows();
                bytes += outcome.inputBytes();
                rejected += outcome.rejectedRows();
            }
        }
        for (RunningAttempt attempt : runningHere.get()) {
            if (attempt.id().jobId().equals(job.id())) {
                rows += attempt.rowsRead();
                bytes += attempt.bytesRead();
            }
        }
        boolean decided = job.manifest() != null;
        return new JobStatus(
                job.id(),
                job.spec().name(),
                job.isLoad() ? "load" : "sql",
                job.state(),
                job.cause(),
                job.submitted(),
                job.finished(),
                shares.size(),
                running,
                done,
                again,
                rows,
                rowsTotal,
                bytes,
                bytesTotal,
                decided && job.manifest() != null ? job.manifest().rows() : -1,
                rejected,
                found(job.cut()));
    }

    private static String found(@Nullable Cut cut) {
        SourceSpec source = cut == null ? null : cut.source();
        return source == null || source.found() == null ? "" : source.found().words();
    }
}
