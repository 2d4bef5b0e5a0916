package io.gridmill.node.service;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.gridmill.compute.sql.SqlCompiler;
import io.gridmill.compute.sql.SqlQuery;
import io.gridmill.core.batch.BatchCodec;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.DatasetInfo;
import io.gridmill.core.job.JobId;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.JobState;
import io.gridmill.core.job.JobStatus;
import io.gridmill.core.json.Json;
import io.gridmill.core.service.GridmillService;
import io.gridmill.core.service.Reply;
import io.gridmill.core.source.RejectedRow;
import io.gridmill.core.task.CancelToken;
import io.gridmill.core.task.Logic;
import io.gridmill.node.dataset.DatasetVersion;
import io.gridmill.node.dataset.Datasets;
import io.gridmill.node.dataset.PinnedVersion;
import io.gridmill.node.dataset.VersionPins;
import io.gridmill.node.drive.NodeDrive;
import io.gridmill.node.flush.JobSinks;
import io.gridmill.node.grid.Membership;
import io.gridmill.node.journal.Journal;
import io.gridmill.node.ledger.JobRecord;
import io.gridmill.node.ledger.Ledger;
import io.gridmill.node.ledger.Outcome;
import io.gridmill.node.ledger.ShareRecord;
import io.gridmill.node.ledger.Walk;
import io.gridmill.node.result.ResultStore;
import io.gridmill.node.run.BlockStore;
import io.gridmill.node.run.JobCompiler;
import io.gridmill.node.table.Tables;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers clients from this node's view of the ledger. Thread-safe; every error becomes a {@link Reply}. */
public final class NodeService implements GridmillService {
    private static final Logger LOG = LoggerFactory.getLogger(NodeService.class);

    private final Ledger ledger;
    private final Datasets datasets;
    private final Tables tables;
    private final VersionPins pins;
    private final ResultStore store;
    private final BlockStore blocks;
    private final JobSinks sinks;
    private final Journal journal;
    private final JobCompiler compiler;
    private final Membership membership;
    private final NodeDrive drive;
    private final JobStatuses statuses;
    private final SystemDatasets systemDatasets;
    private final SystemQuery systemQuery;
    private final BufferAllocator allocator;

    public NodeService(NodeDrive.Parts parts, NodeDrive drive) {
        this.ledger = parts.ledger();
        this.datasets = parts.datasets();
        this.tables = parts.tables();
        this.pins = parts.pins();
        this.store = parts.store();
        this.blocks = parts.blocks();
        this.sinks = parts.sinks();
        this.journal = parts.journal();
        this.compiler = parts.compiler();
        this.membership = parts.membership();
        this.drive = drive;
        this.allocator = parts.allocator();
        this.statuses = new JobStatuses(ledger, drive::running);
        this.systemDatasets = new SystemDatasets(this::allJobs, this::allShares, this::allDatasets, membership::nodes);
        this.systemQuery = new SystemQuery(allocator);
    }

    @Override
    public byte[] submit(String jobId, String specJson) {
        return answer(() -> {
            JobSpec spec = Json.read(specJson, JobSpec.class);
            JobId.check(jobId);
            if (ledger.job(jobId) == null) {
                check(spec);
            }
            JobRecord job = ledger.submit(jobId, spec);
            drive.lookAt(jobId);
            return json(statuses.of(job));
        });
    }

    /** What can be said at once, with a position in the query, before the job exists. */
    private void check(JobSpec spec) {
        sinks.checkTypes(spec.sinks());
        if (spec.load() == null) {
            journal.requireRoom();
            String dataset = compiler.dataset(spec);
            if (SystemDatasets.isSystem(dataset)) {
                throw GridmillException.user(
                        "a job cannot read the system dataset '" + dataset + "'; ask it with `gridmill sql`");
            }
            String sql = spec.sql();
            DatasetVersion version =
                    sql == null ? datasets.get(dataset) : SqlQuery.parse(sql).find(datasets::get);
            compiler.compile(spec, version.schema(), Instant.now());
        }
    }

    @Override
    public byte[] job(String jobId) {
        return answer(() -> json(statuses.of(known(jobId))));
    }

    @Override
    public byte[] awaitEnd(String jobId, long millis) {
        return answer(() -> {
            long wait = Math.min(millis, LONGEST_WAIT_MILLIS);
            drive.endWaits().await(jobId, wait, () -> known(jobId).state().terminal());
            return json(statuses.of(known(jobId)));
        });
    }

    private JobRecord known(String jobId) {
        JobRecord job = ledger.job(jobId);
        if (job == null) {
            throw GridmillException.user("there is no job '" + jobId + "'");
        }
        return job;
    }

    @Override
    public byte[] cancel(String jobId) {
        return answer(() -> {
            JobRecord job = known(jobId);
            while (job.state() == JobState.SUBMITTED || job.state() == JobState.OPEN) {
                if (ledger.step(job, job.aborting(JobState.CANCELLED, "cancelled by a client", ledger.stamp()))) {
                    drive.lookAt(jobId);
                }
                job = known(jobId);
            }
            return json(statuses.of(job));
        });
    }

    @Override
    public byte[] resultBatch(String jobId, int index) {
        return answer(() -> {
            JobRecord job = known(jobId);
            if (!job.state().hasResult() || job.cut() == null) {
                throw GridmillException.user("a result is there when its job is DONE or PARTIAL; job " + jobId + " is "
                        + job.state() + (job.cause() == null ? "" : ": " + job.cause()));
            }
            if (job.isLoad()) {
                throw GridmillException.user("job " + jobId + " is a load: its rows are in dataset "
                        + (job.spec().load() == null ? "" : job.spec().load().dataset()));
            }
            int first = 0;
            for (ShareRecord share : Walk.from(ledger, job).winners()) {
                Outcome outcome = share.outcome();
                if (share.attempt() != null && outcome != null) {
                    if (index < first + outcome.batches()) {
                        byte[] batch = store.get(share.attempt(), index - first);
                        if (batch == null) {
                            throw GridmillException.resource("batch " + index + " of the result of job " + jobId
                                    + " is lost: no copy of it is left in the grid");
                        }
                        return batch;
                    }
                    first += outcome.batches();
                }
            }
            return first == 0 && index == 0 ? empty(job) : new byte[0];
        });
    }

    private byte[] empty(JobRecord job) {
        if (job.cut() == null) {
            return new byte[0];
        }
        try (VectorSchemaRoot root =
                VectorSchemaRoot.create(job.cut().resultSchema().toArrow(), allocator)) {
            return BatchCodec.encode(root);
        }
    }

    @Override
    public byte[] rejects(String jobId, long offset) {
        return answer(() -> {
            JobRecord job = known(jobId);
            long first = 0;
            if (job.isLoad() && job.cut() != null) {
                for (ShareRecord share : Walk.from(ledger, job).winners()) {
                    Outcome outcome = share.outcome();
                    if (share.attempt() != null && outcome != null) {
                        for (int page = 0; page < outcome.batches(); page++) {
                            byte[] bytes = store.get(share.attempt(), page);
                            if (bytes == null) {
                                throw GridmillException.resource("page " + page + " of the rejected rows of job "
                                        + jobId + " is lost: no copy of it is left in the grid");
                            }
                            RejectedRow[] rows =
                                    Json.read(new String(bytes, StandardCharsets.UTF_8), RejectedRow[].class);
                            if (offset < first + rows.length) {
                                return json(Arrays.copyOfRange(rows, (int) (offset - first), rows.length));
                            }
                            first += rows.length;
                        }
                    }
                }
            }
            return json(List.of());
        });
    }

    @Override
    public byte[] putBlock(String jobId, int index, byte[] block) {
        return answer(() -> {
            blocks.put(JobId.check(jobId), index, block);
            return new byte[0];
        });
    }

    @Override
    public byte[] datasets() {
        return answer(() -> json(allDatasets()));
    }

    @Override
    public byte[] drop(String dataset) {
        return answer(() -> {
            datasets.drop(dataset);
            return new byte[0];
        });
    }

    @Override
    public byte[] dropTable(String table) {
        return answer(() -> {
            tables.drop(table);
            return new byte[0];
        });
    }

    @Override
    public byte[] nodes() {
        return answer(() -> json(membership.nodes()));
    }

    @Override
    public byte[] explain(String sql, String paramsJson) {
        return answer(() -> {
            SqlQuery query = SqlQuery.parse(sql);
            String text = SystemDatasets.isSystem(query.dataset())
                    ? systemQuery.explain(sql, params(paramsJson), query.find(systemDatasets::get))
                    : explain(sql, params(paramsJson), query.find(datasets::get));
            return text.getBytes(StandardCharsets.UTF_8);
        });
    }

    private String explain(String sql, Map<String, String> params, DatasetVersion version) {
        Logic logic = SqlCompiler.compile(sql, params, version.schema());
        PinnedVersion pinned = pins.open(version);
        List<PinnedVersion.Located> chunks = pinned.chunks(pinned.filledPartitions());
        return logic.explain(
                version.schema(),
                chunks.stream().map(located -> located.chunk().header()).toList(),
                number -> pinned.pin(chunks.get(number), logic.inputColumns(), CancelToken.NEVER));
    }

    @Override
    public byte[] isSystemQuery(String sql) {
        return answer(() -> json(SystemDatasets.isSystem(SqlQuery.parse(sql).dataset())));
    }

    @Override
    public byte[] querySystem(String sql, String paramsJson) {
        return answer(() ->
                systemQuery.run(sql, params(paramsJson), SqlQuery.parse(sql).find(systemDatasets::get)));
    }

    private static Map<String, String> params(String json) {
        return Json.read(json, Params.class).values();
    }

    /** Parameter values by name. */
    record Params(@JsonValue Map<String, String> values) {
        @JsonCreator
        Params {
            values = new TreeMap<>(values);
        }
    }

    private List<JobStatus> allJobs() {
        return ledger.jobs().stream()
                .sorted(Comparator.comparing(JobRecord::submitted))
                .map(statuses::of)
                .toList();
    }

    private Map<JobRecord, List<ShareRecord>> allShares() {
        Map<JobRecord, List<ShareRecord>> shares = new LinkedHashMap<>();
        ledger.jobs().stream()
                .sorted(Comparator.comparing(JobRecord::submitted))
                .forEach(job -> shares.put(job, Walk.lineage(ledger, job)));
        return shares;
    }

    private List<DatasetInfo> allDatasets() {
        List<DatasetInfo> infos = new ArrayList<>();
        for (DatasetVersion version : datasets.list()) {
            PinnedVersion pinned = pins.open(version);
            infos.add(new DatasetInfo(
                    version.dataset(),
                    version.schema(),
                    version.version(),
                    version.loads().size(),
                    version.partitions(),
                    version.backups(),
                    version.partitionBy(),
                    version.rows(),
                    version.chunks(),
                    version.sizeBytes(),
                    version.created(),
                    pinned.lostPartitions()));
        }
        return infos;
    }

    private static byte[] json(Object value) {
        return Json.write(value).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] answer(Supplier<byte[]> work) {
        try {
            return Reply.ok(work.get());
        } catch (GridmillException e) {
            return Reply.error(e);
        } catch (RuntimeException e) {
            LOG.warn("a client's call failed", e);
            return Reply.error(new GridmillException(ErrorCode.RESOURCE, "the grid could not answer: " + e, e));
        }
    }
}
