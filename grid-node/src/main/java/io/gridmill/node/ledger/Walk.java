package io.gridmill.node.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The shares of a job found by descending from the cut, each record read once (DESIGN §4, rules 8 and 10: scanning for
 * finished records instead would publish an incomplete set).
 *
 * @param leaves the shares that are not SPLIT, in the order of the cut; the final share is not among them
 * @param missing records that must exist by the cut or by a SPLIT parent and do not yet
 * @param finalShare the final share, or its newest descendant; null when the job has none yet
 * @param splits how many shares are SPLIT
 * @param merges whether what the leaves write are partials, which a final share merges
 */
public record Walk(
        List<ShareRecord> leaves,
        List<ShareRecord> missing,
        @Nullable ShareRecord finalShare,
        int splits,
        boolean merges) {

    /** Walks a job that has been cut. */
    public static Walk from(Ledger ledger, JobRecord job) {
        return walk(ledger, job, null);
    }

    /** Every record of the job, SPLIT ones included. */
    static List<ShareRecord> everything(Ledger ledger, JobRecord job) {
        List<ShareRecord> all = new ArrayList<>();
        if (job.cut() != null) {
            walk(ledger, job, all);
        }
        return all;
    }

    /** Every record of a job that has been cut, SPLIT ones included, parents first. */
    public static List<ShareRecord> lineage(Ledger ledger, JobRecord job) {
        return everything(ledger, job);
    }

    private static Walk walk(Ledger ledger, JobRecord job, @Nullable List<ShareRecord> visited) {
        Cut cut = job.cut();
        if (cut == null) {
            throw new IllegalStateException("a walk needs a cut [job=" + job.id() + ", state=" + job.state() + "]");
        }
        List<ShareRecord> leaves = new ArrayList<>();
        List<ShareRecord> missing = new ArrayList<>();
        int[] splits = {0};
        List<ShareRecord> roots = new ArrayList<>();
        cut.shares().forEach(work -> roots.add(ShareRecord.planned(job.id(), work, job.submitted())));
        descend(ledger, job.id(), roots, leaves, missing, splits, visited);

        ShareRecord finalShare = null;
        boolean merges = cut.hasFinalStep() && !(cut.endsWhole() && splits[0] == 0);
        if (merges && cut.finalNode() != null) {
            List<ShareRecord> finals = new ArrayList<>();
            List<ShareRecord> missingFinals = new ArrayList<>();
            descend(
                    ledger,
                    job.id(),
                    List.of(finalShare(job, cut.finalNode())),
                    finals,
                    missingFinals,
                    splits,
                    visited);
            finalShare = finals.isEmpty() ? null : finals.get(0);
            boolean childMissing = missingFinals.stream()
                    .anyMatch(record -> !record.work().share().equals(ShareWork.FINAL));
            if (childMissing) {
                missing.addAll(missingFinals);
            }
        }
        return new Walk(leaves, missing, finalShare, splits[0], merges);
    }

    /** The final share as it is first made, from the cut alone. */
    public static ShareRecord finalShare(JobRecord job, String node) {
        ShareWork work = new ShareWork(ShareWork.FINAL, node, List.of(), List.of(), 0, 0);
        return ShareRecord.planned(job.id(), work, job.submitted());
    }

    private static void descend(
            Ledger ledger,
            String jobId,
            List<ShareRecord> expected,
            List<ShareRecord> leaves,
            List<ShareRecord> missing,
            int[] splits,
            @Nullable List<ShareRecord> visited) {
        if (expected.isEmpty()) {
            return;
        }
        Map<String, ShareRecord> found = ledger.shares(
                jobId, expected.stream().map(record -> record.work().share()).toList());
        for (ShareRecord initial : expected) {
            ShareRecord record = found.get(initial.work().share());
            if (record == null) {
                missing.add(initial);
                continue;
            }
            if (visited != null) {
                visited.add(record);
            }
            if (record.state() == ShareState.SPLIT) {
                splits[0]++;
                List<ShareRecord> children = new ArrayList<>();
                record.children().forEach(work -> children.add(ShareRecord.child(record, work)));
                descend(ledger, jobId, children, leaves, missing, splits, visited);
            } else {
                leaves.add(record);
            }
        }
    }

    /** The walk as if only what was found were expected: what {@link io.gridmill.node.fault.Mutant#CLOSE_WITHOUT_WALK} takes for all. */
    public Walk found() {
        return new Walk(leaves, leaves.isEmpty() ? missing : List.of(), finalShare, splits, merges);
    }

    /** Whether every leaf exists and satisfies its condition; a QUARANTINED one counts only where the job allows PARTIAL. */
    public boolean complete(boolean allowQuarantined, Predicate<ShareRecord> condition) {
        return missing.isEmpty()
                && leaves.stream()
                        .allMatch(share ->
                                share.state() == ShareState.QUARANTINED ? allowQuarantined : condition.test(share));
    }

    /** The shares whose rows are the result: the final share where there is one, else every leaf that is not QUARANTINED. */
    public List<ShareRecord> winners() {
        if (finalShare != null) {
            return List.of(finalShare);
        }
        return leaves.stream()
                .filter(share -> share.state() != ShareState.QUARANTINED)
                .toList();
    }
}
