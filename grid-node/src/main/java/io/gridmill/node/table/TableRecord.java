package io.gridmill.node.table;

import io.gridmill.core.schema.TableSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table's name: what it shows, and the rows of the jobs that write it.
 *
 * @param name in upper case
 * @param published what it shows, or null
 * @param jobs {@link #OPEN}, {@link #ABORTED} or {@link #closedWith}, by job id, oldest first; outlives the jobs
 * @param stale caches that it showed before, to be destroyed before it shows another
 */
record TableRecord(String name, @Nullable Published published, Map<String, String> jobs, List<String> stale) {
    static final String OPEN = "open";
    static final String ABORTED = "aborted";
    /** How many jobs that have ended are remembered: longer than any job's repeated close. */
    private static final int REMEMBERED = 1000;

    /**
     * What a table shows.
     *
     * @param cache the cache that holds its rows; gone when every node was restarted
     * @param jobId the job that published it
     */
    record Published(String cache, String jobId, TableSchema schema, long rows, Instant created) {}

    TableRecord {
        Map<String, String> remembered = new LinkedHashMap<>(jobs);
        long ended = jobs.values().stream().filter(row -> !row.equals(OPEN)).count();
        for (Map.Entry<String, String> job : jobs.entrySet()) {
            if (ended > REMEMBERED && !job.getValue().equals(OPEN)) {
                remembered.remove(job.getKey());
                ended--;
            }
        }
        jobs = Collections.unmodifiableMap(remembered);
        stale = List.copyOf(stale);
    }

    static TableRecord none(String name) {
        return new TableRecord(name, null, Map.of(), List.of());
    }

    static String closedWith(String manifest) {
        return "closed with " + manifest;
    }

    TableRecord with(String jobId, String row) {
        Map<String, String> more = new LinkedHashMap<>(jobs);
        more.put(jobId, row);
        return new TableRecord(name, published, more, stale);
    }

    /** Shows something else, or nothing; what it showed becomes stale. */
    TableRecord showing(@Nullable Published next) {
        List<String> more = new ArrayList<>(stale);
        if (published != null) {
            more.add(published.cache());
        }
        return new TableRecord(name, next, jobs, more);
    }

    TableRecord withoutStale(List<String> destroyed) {
        List<String> left = new ArrayList<>(stale);
        left.removeAll(destroyed);
        return new TableRecord(name, published, jobs, left);
    }
}
