package io.gridmill.node.ledger;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.json.Json;
import io.gridmill.core.sink.AttemptId;
import io.gridmill.node.grid.ControlCaches;
import io.gridmill.node.grid.Scan;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.cache.Cache;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.jspecify.annotations.Nullable;

/**
 * The job and share records in the grid, as text, and their compare-and-set steps. Thread-safe.
 *
 * <p>A step whose answer is lost, or whose execution Ignite repeated after a primary died, may have been applied although
 * {@code replace} says no: every state carries a stamp that no other step uses, and {@link #step} reads back to find out.
 */
public final class Ledger {
    private final IgniteCache<String, String> jobs;
    private final IgniteCache<AffinityKey<String>, String> shares;
    private final IgniteCache<String, Long> active;
    private final String generation;
    private final String node;
    private final String incarnation;
    private final AtomicLong steps = new AtomicLong();

    public Ledger(ControlCaches caches, String node, String incarnation) {
        this.jobs = caches.jobs();
        this.shares = caches.shares();
        this.active = caches.active();
        this.node = node;
        this.incarnation = incarnation;
        String fresh = "g" + UUID.randomUUID().toString().substring(0, 8);
        String earlier = caches.settings().getAndPutIfAbsent("generation", fresh);
        this.generation = earlier == null ? fresh : earlier;
    }

    /** Names this life of the ledger; part of every attempt's name. */
    public String generation() {
        return generation;
    }

    /** A stamp that no other step of any node ever uses. */
    public String stamp() {
        return node + "." + incarnation + "." + steps.incrementAndGet();
    }

    /** The full name of this node's attempt at a share with the given epoch. */
    public AttemptId attempt(String jobId, String share, int epoch) {
        return new AttemptId(generation, jobId, share, epoch, node, incarnation);
    }

    /**
     * Accepts a job, once for an id.
     *
     * @return the record that stands, whoever put it
     * @throws GridmillException USER when the id stands for another spec
     */
    public JobRecord submit(String jobId, JobSpec spec) {
        active.put(jobId, Instant.now().toEpochMilli());
        JobRecord record = JobRecord.submitted(jobId, generation, spec, stamp(), Instant.now());
        if (jobs.putIfAbsent(jobId, Json.write(record))) {
            return record;
        }
        JobRecord standing = job(jobId);
        if (standing == null) {
            throw GridmillException.internal("a submitted job must be in the ledger, it is not [job=" + jobId + "]");
        }
        if (!standing.spec().equals(spec)) {
            throw GridmillException.user(
                    "job id " + jobId + " is taken by a job with another spec, submitted at " + standing.submitted());
        }
        if (standing.state().terminal()) {
            active.remove(jobId);
        }
        return standing;
    }

    public @Nullable JobRecord job(String jobId) {
        String text = jobs.get(jobId);
        return text == null ? null : Json.read(text, JobRecord.class);
    }

    public @Nullable ShareRecord share(String jobId, String share) {
        String text = shares.get(key(jobId, share));
        return text == null ? null : Json.read(text, ShareRecord.class);
    }

    /** The records of the named shares that exist, by share. */
    public Map<String, ShareRecord> shares(String jobId, Collection<String> names) {
        Set<AffinityKey<String>> keys = new LinkedHashSet<>();
        names.forEach(name -> keys.add(key(jobId, name)));
        Map<AffinityKey<String>, String> texts = shares.getAll(keys);
        Map<String, ShareRecord> records = new LinkedHashMap<>();
        for (String name : names) {
            String text = texts.get(key(jobId, name));
            if (text != null) {
                records.put(name, Json.read(text, ShareRecord.class));
            }
        }
        return records;
    }

    /** Makes share records that do not exist yet; what exists stays. */
    public void create(Collection<ShareRecord> records) {
        for (ShareRecord record : records) {
            shares.putIfAbsent(key(record.jobId(), record.work().share()), Json.write(record));
        }
    }

    /**
     * One compare-and-set on a job.
     *
     * @return whether {@code next} was applied, now or by an earlier try of the same step
     */
    public boolean step(JobRecord expected, JobRecord next) {
        String wanted = Json.write(next);
        if (jobs.replace(expected.id(), Json.write(expected), wanted)) {
            return true;
        }
        return wanted.equals(jobs.get(expected.id()));
    }

    /** One compare-and-set on a share; as {@link #step(JobRecord, JobRecord)}. */
    public boolean step(ShareRecord expected, ShareRecord next) {
        AffinityKey<String> key = key(expected.jobId(), expected.work().share());
        String wanted = Json.write(next);
        if (shares.replace(key, Json.write(expected), wanted)) {
            return true;
        }
        return wanted.equals(shares.get(key));
    }

    /** Ids of jobs that may have a step due: all that have not ended, and for a moment some that have. */
    public List<String> activeJobs() {
        return Scan.of(active, null, Cache.Entry::getKey);
    }

    /** When an active job's id was first put, milliseconds since 1970; null when it is not active. */
    public @Nullable Long activeSince(String jobId) {
        return active.get(jobId);
    }

    /** After the job has ended and all its sinks were told. */
    public void deactivate(String jobId) {
        active.remove(jobId);
    }

    /** All jobs, for people; order is not defined. */
    public List<JobRecord> jobs() {
        return Scan.of(jobs, null, entry -> Json.read(entry.getValue(), JobRecord.class));
    }

    /** Forgets a job that has ended, and its shares. */
    public void forget(JobRecord job) {
        Set<AffinityKey<String>> keys = new LinkedHashSet<>();
        for (ShareRecord share : Walk.everything(this, job)) {
            keys.add(key(job.id(), share.work().share()));
        }
        shares.removeAll(keys);
        jobs.remove(job.id());
    }

    private static AffinityKey<String> key(String jobId, String share) {
        return new AffinityKey<>(jobId + "/" + share, jobId);
    }
}
