package io.gridmill.node.table;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.json.Json;
import io.gridmill.node.grid.KeyPrefix;
import io.gridmill.node.grid.Scan;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.ignite.IgniteCache;
import org.jspecify.annotations.Nullable;

/**
 * The records of published tables in the grid, and Ignite's tables as the records want them. Thread-safe.
 *
 * <p>The record decides, in one compare-and-set, what a table shows; {@link #show} then makes Ignite show it, and may be repeated by anybody at any
 * time: a cache is named once and never again, only its own name destroys it, and a table cannot be made over a cache that is gone.
 */
public final class Tables {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");
    private static final String TABLE = "table/";
    private static final String SEAL = "table-seal/";
    private static final int SHOW_TRIES = 5;

    private final IgniteCache<String, String> records;
    private final SqlTables sql;
    private Set<String> orphans = Set.of();

    public Tables(IgniteCache<String, String> records, SqlTables sql) {
        this.records = records;
        this.sql = sql;
    }

    /**
     * What a stager has sealed: the attempt's batches, which lie in the grid under its name.
     *
     * @param batches how many
     */
    record Seal(String share, int epoch, int batches, long rows, long digest) {}

    /** The name that Ignite knows: in upper case, so that queries need no quotes. */
    static String name(String given) {
        if (!NAME.matcher(given).matches()) {
            throw GridmillException.user(
                    "a table's name must be 1 to 63 letters, digits or '_', starting with a letter or '_', got '"
                            + given + "'");
        }
        return given.toUpperCase(Locale.ROOT);
    }

    TableRecord record(String name) {
        String text = records.get(TABLE + name);
        return text == null ? TableRecord.none(name) : Json.read(text, TableRecord.class);
    }

    /** What the table shows, or null: also when its rows went with the last node that had them. */
    TableRecord.@Nullable Published published(TableRecord record) {
        TableRecord.Published published = record.published();
        return published != null && sql.exists(published.cache()) ? published : null;
    }

    /**
     * Changes a record in one step.
     *
     * @param change may be asked again; must leave alone what it has changed already
     * @return the record as it is now
     */
    TableRecord change(String name, UnaryOperator<TableRecord> change) {
        while (true) {
            String before = records.get(TABLE + name);
            TableRecord now = before == null ? TableRecord.none(name) : Json.read(before, TableRecord.class);
            TableRecord wanted = change.apply(now);
            String text = Json.write(wanted);
            boolean done = text.equals(before)
                    || (before == null
                            ? records.putIfAbsent(TABLE + name, text)
                            : records.replace(TABLE + name, before, text));
            if (done) {
                return wanted;
            }
        }
    }

    /**
     * Makes Ignite show what the record says. Between the old table and the new one there is a moment without any.
     *
     * @throws GridmillException EXTERNAL when something that is not Gridmill's has the name
     */
    void show(String name) {
        for (int tries = 1; ; tries++) {
            TableRecord record = record(name);
            record.stale().forEach(sql::destroy);
            if (!record.stale().isEmpty()) {
                change(name, now -> now.withoutStale(record.stale()));
            }
            TableRecord.Published published = published(record);
            if (published == null || published.cache().equals(sql.cacheOf(name))) {
                return;
            }
            try {
                sql.show(name, published.schema(), published.cache());
            } catch (RuntimeException e) {
                if (tries == SHOW_TRIES) {
                    throw new GridmillException(
                            ErrorCode.EXTERNAL,
                            "table " + name + " cannot be made: " + e.getMessage()
                                    + (sql.cacheOf(name) == null ? "" : "; drop it with DROP TABLE"),
                            e);
                }
            }
        }
    }

    /** Drops a table; USER when it shows nothing already. */
    public void drop(String given) {
        String name = name(given);
        if (published(record(name)) == null) {
            List<String> names = names();
            throw GridmillException.user("there is no table '" + given + "'"
                    + (names.isEmpty() ? "; there are none at all" : "; there are " + String.join(", ", names)));
        }
        change(name, now -> now.showing(null));
        show(name);
    }

    private List<String> names() {
        return Scan.of(records, new KeyPrefix(TABLE), entry -> Json.read(entry.getValue(), TableRecord.class)).stream()
                .filter(record -> published(record) != null)
                .map(TableRecord::name)
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    void seal(String name, String jobId, String attemptToken, Seal seal) {
        records.put(sealKey(name, jobId) + attemptToken, Json.write(seal));
    }

    @Nullable
    Seal sealed(String name, String jobId, String attemptToken) {
        String text = records.get(sealKey(name, jobId) + attemptToken);
        return text == null ? null : Json.read(text, Seal.class);
    }

    List<Seal> seals(String name, String jobId) {
        return Scan.of(records, new KeyPrefix(sealKey(name, jobId)), entry -> Json.read(entry.getValue(), Seal.class));
    }

    /** Forgets what a job has staged and not published. */
    void sweep(String name, String jobId) {
        Scan.of(records, new KeyPrefix(sealKey(name, jobId)), entry -> entry.getKey())
                .forEach(records::remove);
        TableRecord.Published published = record(name).published();
        for (String cache : sql.caches(name, jobId)) {
            if (published == null || !published.cache().equals(cache)) {
                sql.destroy(cache);
            }
        }
    }

    /**
     * Destroys caches that no table shows and no unfinished job fills, if that was so at the last call already. Called by one thread.
     *
     * @param activeJobs ids of jobs that have not ended
     */
    public void destroyOrphans(Set<String> activeJobs) {
        Set<String> candidates = new HashSet<>();
        for (String cache : sql.caches()) {
            TableRecord.Published published = record(SqlTables.tableOf(cache)).published();
            boolean shown = published != null && published.cache().equals(cache);
            if (shown || activeJobs.contains(SqlTables.jobOf(cache))) {
                continue;
            }
            if (orphans.contains(cache)) {
                sql.destroy(cache);
            } else {
                candidates.add(cache);
            }
        }
        orphans = candidates;
    }

    private static String sealKey(String name, String jobId) {
        return SEAL + name + "/" + jobId + "/";
    }
}
