package io.gridmill.node.dataset;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.json.Json;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.node.chunk.PartitionSummary;
import io.gridmill.node.grid.GridLife;
import io.gridmill.node.grid.KeyPrefix;
import io.gridmill.node.grid.Scan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.ignite.IgniteCache;
import org.jspecify.annotations.Nullable;

/**
 * The dataset records in the grid. Thread-safe.
 *
 * <p>The step that makes a new version visible is one compare-and-set on the dataset's record, which also remembers the job, so
 * that a repeated close changes nothing. Versions and manifests are written before, under names that only their job uses.
 */
public final class Datasets {
    private static final String DATASET = "dataset/";
    private static final String VERSION = "version/";
    private static final String MANIFEST = "manifest/";
    private static final String STAGED = "staged/";
    private static final String ABORTED = "aborted/";

    private final IgniteCache<String, String> records;
    private final GridLife life;

    /** @param life the present one; chunks are in memory, so what another life has loaded is lost */
    public Datasets(IgniteCache<String, String> records, GridLife life) {
        this.records = records;
        this.life = life;
    }

    /** Whether chunks of the version were in memory when all nodes stopped. */
    boolean isLost(DatasetVersion version) {
        return !version.loads().stream().allMatch(load -> load.life().equals(life.id()));
    }

    /** Names the present life of the grid's memory. */
    public String life() {
        return life.id();
    }

    /** Whether what the name shows is lost; false when it shows nothing. */
    public boolean isLost(String name) {
        DatasetVersion visible = find(name);
        return visible != null && isLost(visible);
    }

    /** The error of everybody who needs the rows of a version that is lost. */
    public GridmillException lost(String name) {
        return GridmillException.data("dataset " + name + " was lost when all nodes stopped, before " + life.began()
                + "; load it again with --replace");
    }

    /** The visible version, or null when there is no such dataset. */
    public @Nullable DatasetVersion find(String name) {
        DatasetRecord record = record(name);
        return record == null || record.version() == 0 ? null : version(name, record.version());
    }

    /** The visible version, or a USER error that names what there is. */
    public DatasetVersion get(String name) {
        DatasetVersion version = find(name);
        if (version == null) {
            List<String> names = names();
            throw GridmillException.user("there is no dataset '" + name + "'"
                    + (names.isEmpty() ? "; there are none at all" : "; there are " + String.join(", ", names)));
        }
        return version;
    }

    /** A version by its number, visible or not; INTERNAL when it is gone. */
    public DatasetVersion version(String name, long number) {
        DatasetRecord record = record(name);
        String maker = record == null ? null : record.makerOf(number);
        String text = maker == null ? null : records.get(versionKey(name, number, maker));
        if (text == null) {
            throw GridmillException.internal(
                    "version " + number + " of dataset " + name + " must be in the ledger, it is not");
        }
        return Json.read(text, DatasetVersion.class);
    }

    /** What a version holds: one manifest for each of its loads, in their order. */
    public List<LoadManifest> manifests(DatasetVersion version) {
        List<LoadManifest> manifests = new ArrayList<>();
        for (DatasetVersion.LoadRef load : version.loads()) {
            String text = records.get(manifestKey(version.dataset(), load.jobId()));
            if (text == null) {
                throw GridmillException.internal("the manifest of load " + load.jobId()
                        + " must be in the ledger, it is not [dataset=" + version.dataset() + "]");
            }
            manifests.add(Json.read(text, LoadManifest.class));
        }
        return manifests;
    }

    /** All visible datasets by name. */
    public List<DatasetVersion> list() {
        List<DatasetVersion> versions = new ArrayList<>();
        for (String name : names()) {
            DatasetVersion version = find(name);
            if (version != null) {
                versions.add(version);
            }
        }
        return versions;
    }

    private List<String> names() {
        return records().stream()
                .filter(record -> record.version() > 0)
                .map(DatasetRecord::name)
                .toList();
    }

    /** All dataset records, dropped ones included, by name. */
    public List<DatasetRecord> records() {
        return Scan.of(records, new KeyPrefix(DATASET), entry -> Json.read(entry.getValue(), DatasetRecord.class))
                .stream()
                .sorted(Comparator.comparing(DatasetRecord::name))
                .toList();
    }

    private @Nullable DatasetRecord record(String name) {
        String text = records.get(datasetKey(name));
        return text == null ? null : Json.read(text, DatasetRecord.class);
    }

    /** What an attempt has staged; not sealed while it is still writing. */
    record Staged(boolean sealed, LoadManifest.AttemptChunks chunks, String life) {}

    /** Remembers that an attempt is about to write chunks, so that they are found if it dies. */
    void begin(String dataset, String jobId, String attemptToken) {
        Staged staged = new Staged(false, new LoadManifest.AttemptChunks(attemptToken, List.of()), life.id());
        records.put(stagedKey(dataset, jobId, attemptToken), Json.write(staged));
    }

    /** Remembers what an attempt wrote, before it counts for anything. Repeating it replaces. */
    void seal(String dataset, String jobId, LoadManifest.AttemptChunks chunks) {
        records.put(stagedKey(dataset, jobId, chunks.attempt()), Json.write(new Staged(true, chunks, life.id())));
    }

    /** What an attempt has sealed and what is still there, or null. */
    LoadManifest.@Nullable AttemptChunks sealed(String dataset, String jobId, String attemptToken) {
        String text = records.get(stagedKey(dataset, jobId, attemptToken));
        Staged staged = text == null ? null : Json.read(text, Staged.class);
        return staged == null || !staged.sealed() || !staged.life().equals(life.id()) ? null : staged.chunks();
    }

    /** Tokens of all attempts of a job that began to write. */
    List<String> begun(String dataset, String jobId) {
        String prefix = stagedKey(dataset, jobId, "");
        return Scan.of(records, new KeyPrefix(prefix), entry -> entry.getKey().substring(prefix.length()));
    }

    /** Forgets an attempt whose chunks are swept or visible. */
    void forgetStaged(String dataset, String jobId, String attemptToken) {
        records.remove(stagedKey(dataset, jobId, attemptToken));
    }

    /** From now on, attempts of the job that still write are refused, and take back what they wrote. */
    void markAborted(String dataset, String jobId) {
        records.put(abortedKey(dataset, jobId), "");
    }

    boolean aborted(String dataset, String jobId) {
        return records.containsKey(abortedKey(dataset, jobId));
    }

    /** The manifest of a job that has closed, or null. */
    @Nullable
    LoadManifest manifest(String dataset, String jobId) {
        String text = records.get(manifestKey(dataset, jobId));
        return text == null ? null : Json.read(text, LoadManifest.class);
    }

    /** Whether the job has closed into the dataset already. */
    boolean closedBy(String dataset, String jobId) {
        DatasetRecord record = record(dataset);
        return record != null && record.closedBy().containsKey(jobId);
    }

    /**
     * Makes the chunks of a manifest visible, once for a job.
     *
     * @throws GridmillException USER when the mode does not allow it any more (CREATE and it exists, APPEND with another schema)
     */
    void close(
            String name,
            WriteMode mode,
            TableSchema schema,
            int partitions,
            int backups,
            List<String> partitionBy,
            LoadManifest manifest) {
        String jobId = manifest.jobId();
        records.put(manifestKey(name, jobId), Json.write(manifest));
        while (true) {
            String before = records.get(datasetKey(name));
            DatasetRecord record = before == null ? null : Json.read(before, DatasetRecord.class);
            if (record != null && record.closedBy().containsKey(jobId)) {
                return;
            }
            DatasetVersion current = record == null || record.version() == 0 ? null : version(name, record.version());
            checkMode(name, mode, schema, current);
            if (mode == WriteMode.APPEND && current != null && current.partitions() != partitions) {
                throw GridmillException.user(
                        "rows appended to dataset '" + name + "' must have its " + current.partitions()
                                + " partitions, got " + partitions + ": another job made the dataset meanwhile");
            }
            DatasetVersion base = mode == WriteMode.APPEND ? current : null;
            long number = record == null ? 1 : record.lastVersion() + 1;
            DatasetVersion next = next(name, number, schema, partitions, backups, partitionBy, manifest, base);
            records.put(versionKey(name, number, jobId), Json.write(next));
            Map<String, Long> closedBy = new TreeMap<>(record == null ? Map.of() : record.closedBy());
            closedBy.put(jobId, number);
            List<String> stale = new ArrayList<>(record == null ? List.of() : record.stale());
            if (current != null && base == null) {
                stale.addAll(current.generations());
            }
            String wanted = Json.write(
                    new DatasetRecord(current == null ? name : current.dataset(), number, number, closedBy, stale));
            boolean applied = before == null
                    ? records.putIfAbsent(datasetKey(name), wanted)
                    : records.replace(datasetKey(name), before, wanted);
            if (applied || wanted.equals(records.get(datasetKey(name)))) {
                return;
            }
        }
    }

    /** Whether a job with this mode and schema may write to the dataset as it is now. */
    void checkMode(String name, WriteMode mode, TableSchema schema, @Nullable DatasetVersion current) {
        if (current != null && isLost(current)) {
            if (mode == WriteMode.APPEND) {
                throw lost(name);
            }
            return; // There is nothing that creating it again could hide.
        }
        if (mode == WriteMode.CREATE && current != null) {
            throw GridmillException.user("dataset '" + name + "' exists already (version " + current.version() + ", "
                    + current.rows() + " rows); use append or replace");
        }
        String difference = mode == WriteMode.APPEND && current != null ? difference(current.schema(), schema) : null;
        if (current != null && difference != null) {
            throw GridmillException.user("rows appended to dataset '" + name + "' must have its columns ("
                    + current.schema() + "), got (" + schema + "): " + difference
                    + " (a load takes its types from --columns, if they are given)");
        }
    }

    /** Whether rows of one fit the other: names without regard to case, and types. */
    static boolean sameColumns(TableSchema left, TableSchema right) {
        return difference(left, right) == null;
    }

    /** The first column that is not as it must be, in words; null when there is none. */
    private static @Nullable String difference(TableSchema wanted, TableSchema given) {
        for (int i = 0; i < Math.max(wanted.size(), given.size()); i++) {
            if (i == given.size()) {
                return "column " + wanted.column(i).name() + " is missing";
            } else if (i == wanted.size()) {
                return "column " + given.column(i).name() + " is one too many";
            }
            Column must = wanted.column(i);
            Column is = given.column(i);
            if (!must.name().equalsIgnoreCase(is.name())) {
                return "column " + (i + 1) + " must be " + must.name() + ", got " + is.name();
            } else if (!must.type().equals(is.type())) {
                return "column " + must.name() + " must be " + must.type() + ", got " + is.type();
            }
        }
        return null;
    }

    private DatasetVersion next(
            String name,
            long number,
            TableSchema schema,
            int partitions,
            int backups,
            List<String> partitionBy,
            LoadManifest manifest,
            @Nullable DatasetVersion base) {
        List<DatasetVersion.LoadRef> loads = new ArrayList<>(base == null ? List.of() : base.loads());
        loads.add(new DatasetVersion.LoadRef(manifest.jobId(), manifest.generation(), life.id()));
        long rows = base == null ? 0 : base.rows();
        long chunks = base == null ? 0 : base.chunks();
        long sizeBytes = base == null ? 0 : base.sizeBytes();
        for (LoadManifest.AttemptChunks attempt : manifest.attempts()) {
            for (PartitionSummary partition : attempt.partitions()) {
                rows += partition.rows();
                chunks += partition.chunks();
                sizeBytes += partition.bytes();
            }
        }
        return new DatasetVersion(
                base == null ? name : base.dataset(),
                number,
                base == null ? schema : base.schema(),
                base == null ? partitions : base.partitions(),
                base == null ? backups : base.backups(),
                base == null ? partitionBy : base.partitionBy(),
                loads,
                rows,
                chunks,
                sizeBytes,
                Instant.now());
    }

    /** Makes a dataset's name show nothing; USER when it shows nothing already. */
    public void drop(String name) {
        while (true) {
            DatasetVersion current = get(name);
            String before = records.get(datasetKey(name));
            DatasetRecord record = Json.read(before, DatasetRecord.class);
            if (record.version() != current.version()) {
                continue;
            }
            List<String> stale = new ArrayList<>(record.stale());
            stale.addAll(current.generations());
            String wanted =
                    Json.write(new DatasetRecord(record.name(), 0, record.lastVersion(), record.closedBy(), stale));
            if (records.replace(datasetKey(name), before, wanted) || wanted.equals(records.get(datasetKey(name)))) {
                return;
            }
        }
    }

    /** Forgets a stale generation that has been destroyed. */
    void forgetStale(String name, String generation) {
        String before = records.get(datasetKey(name));
        if (before != null) {
            DatasetRecord record = Json.read(before, DatasetRecord.class);
            List<String> stale = new ArrayList<>(record.stale());
            if (stale.remove(generation)) {
                stale.removeIf(generation::equals);
                records.replace(
                        datasetKey(name),
                        before,
                        Json.write(new DatasetRecord(
                                record.name(), record.version(), record.lastVersion(), record.closedBy(), stale)));
            }
        }
    }

    private static String datasetKey(String name) {
        return DATASET + lower(name);
    }

    /** Two jobs may try for the same number; the record names the one that got it. */
    private static String versionKey(String name, long number, String jobId) {
        return VERSION + lower(name) + "/" + number + "/" + jobId;
    }

    private static String manifestKey(String name, String jobId) {
        return MANIFEST + lower(name) + "/" + jobId;
    }

    private static String stagedKey(String name, String jobId, String attemptToken) {
        return STAGED + lower(name) + "/" + jobId + "/" + attemptToken;
    }

    private static String abortedKey(String name, String jobId) {
        return ABORTED + lower(name) + "/" + jobId;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
