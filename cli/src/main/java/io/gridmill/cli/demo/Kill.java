package io.gridmill.cli.demo;

import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node killed in the middle of a job.
 *
 * @param job the job
 * @param share the share that the ledger showed RUNNING on the node
 * @param done shares of the job that were done by then
 * @param shares shares of the job
 * @param afterStart how long the job had run
 */
record Kill(JobHandle job, String share, long done, int shares, Duration afterStart) {
    /** The job is in its middle when so much of it is done. */
    private static final double BEGUN = 0.2;
    /** Shares that wait on the victim beside the running one, so that no quick commit leaves nothing to take over. */
    private static final int WAITING = 2;

    private static final long POLL_MILLIS = 5;

    /** Makes a job; more than once when it was over before the node could be hit. */
    interface Submission {
        JobHandle submit();
    }

    /**
     * Submits a job and kills a node with SIGKILL as soon as the ledger shows that it runs a share of it.
     *
     * @return null when every one of {@code tries} jobs was over too soon
     */
    static @Nullable Kill during(Submission submission, Gridmill gridmill, NodeProcess victim, int tries)
            throws InterruptedException {
        Ledger ledger = new Ledger(gridmill);
        for (int i = 0; i < tries; i++) {
            long began = System.nanoTime();
            JobHandle job = submission.submit();
            do {
                List<Ledger.Share> shares = ledger.shares(job.id());
                long done = shares.stream().filter(Ledger.Share::isDone).count();
                List<Ledger.Share> own = shares.stream()
                        .filter(share -> share.node().equals(victim.name()))
                        .toList();
                List<Ledger.Share> running = own.stream()
                        .filter(share -> share.state().equals("RUNNING"))
                        .toList();
                long waiting = own.stream()
                        .filter(share -> share.state().equals("PLANNED"))
                        .count();
                if (!running.isEmpty() && waiting >= WAITING && done >= BEGUN * shares.size()) {
                    victim.kill();
                    return new Kill(job, running.get(0).share(), done, shares.size(), Story.since(began));
                }
                Thread.sleep(POLL_MILLIS);
            } while (!job.status().state().terminal());
        }
        return null;
    }
}
