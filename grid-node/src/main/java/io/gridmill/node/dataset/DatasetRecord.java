package io.gridmill.node.dataset;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A dataset's name: which version is visible, and which jobs have made versions of it.
 *
 * @param name as it was first given
 * @param version the visible version; 0 when there is none (dropped)
 * @param lastVersion the highest version number ever given
 * @param closedBy the last jobs that closed into it, each with the version that it made; outlives the jobs
 * @param stale generations that no version of this name shows any more, to be destroyed when no unfinished job reads them
 */
public record DatasetRecord(
        String name, long version, long lastVersion, Map<String, Long> closedBy, List<String> stale) {
    /** How many jobs are remembered: longer than any job's repeated close. */
    static final int REMEMBERED = 1000;

    public DatasetRecord {
        closedBy = new TreeMap<>(closedBy);
        stale = List.copyOf(stale);
        while (closedBy.size() > REMEMBERED) {
            long oldest = closedBy.values().stream().mapToLong(v -> v).min().orElse(0);
            closedBy.values().removeIf(v -> v == oldest);
        }
    }

    /** The job that made a version, or null when it is no longer remembered. */
    @Nullable
    String makerOf(long number) {
        return closedBy.entrySet().stream()
                .filter(entry -> entry.getValue() == number)
                .map(Map.Entry::getKey)
                .findAny()
                .orElse(null);
    }
}
