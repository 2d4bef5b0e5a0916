package io.gridmill.client.fake;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.DatasetInfo;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.JobState;
import io.gridmill.core.job.JobStatus;
import io.gridmill.core.job.LoadSpec;
import io.gridmill.core.job.NodeInfo;
import io.gridmill.core.json.Json;
import io.gridmill.core.service.GridmillService;
import io.gridmill.core.service.Reply;
import io.gridmill.core.source.RejectedRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The service of a grid whose jobs go as the test says. All its nodes share it. Thread-safe by one lock. */
public final class FakeGrid implements GridmillService {
    public static final Instant SUBMITTED = Instant.parse("2026-11-21T08:00:00Z");
    private static final int REJECTS_PER_PAGE = 2;

    /** What was submitted, by id. */
    public final Map<String, JobSpec> specs = new LinkedHashMap<>();

    public final List<DatasetInfo> datasets = new ArrayList<>();
    public final List<NodeInfo> nodes = new ArrayList<>();
    /** Blocks by {@code id#index}. */
    public final Map<String, byte[]> blocks = new LinkedHashMap<>();
    /** Texts of queries and what their parameters were, as they came. */
    public final List<String> asked = new ArrayList<>();

    /** Numbers of the results' batches, as they were asked for. */
    public final List<Integer> batchesAsked = new ArrayList<>();

    /** What a job will do. */
    public Function<JobSpec, Outcome> outcome = spec -> Outcome.failed("the test gives no outcome");
    /** Answers system queries; throws for others that are wrong. */
    public Function<String, byte @Nullable []> systemQuery = sql -> null;

    public String explanation = "plan";

    private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
    private final Map<String, Integer> polls = new LinkedHashMap<>();
    private final Map<String, Boolean> cancelled = new LinkedHashMap<>();

    @Override
    public synchronized byte[] submit(String jobId, String specJson) {
        return reply(() -> {
            JobSpec spec = Json.read(specJson, JobSpec.class);
            JobSpec known = specs.putIfAbsent(jobId, spec);
            if (known != null && !known.equals(spec)) {
                throw GridmillException.user("job " + jobId + " exists with another spec");
            }
            outcomes.putIfAbsent(jobId, outcome.apply(spec));
            polls.putIfAbsent(jobId, 0);
            return json(status(jobId));
        });
    }

    @Override
    public synchronized byte[] job(String jobId) {
        return reply(() -> {
            known(jobId);
            polls.merge(jobId, 1, Integer::sum);
            return json(status(jobId));
        });
    }

    /** Does not wait: as a node at which too many wait. */
    @Override
    public byte[] awaitEnd(String jobId, long millis) {
        return job(jobId);
    }

    @Override
    public synchronized byte[] cancel(String jobId) {
        return reply(() -> {
            known(jobId);
            if (!status(jobId).state().terminal()) {
                cancelled.put(jobId, true);
            }
            return json(status(jobId));
        });
    }

    @Override
    public synchronized byte[] resultBatch(String jobId, int index) {
        return reply(() -> {
            batchesAsked.add(index);
            known(jobId);
            if (!status(jobId).state().hasResult()) {
                throw GridmillException.user("job " + jobId + " has no result, it is "
                        + status(jobId).state());
            }
            List<byte[]> batches = outcomes.get(jobId).batches();
            return index < batches.size() ? batches.get(index) : new byte[0];
        });
    }

    @Override
    public synchronized byte[] rejects(String jobId, long offset) {
        return reply(() -> {
            known(jobId);
            List<RejectedRow> rows = outcomes.get(jobId).rejects();
            int from = (int) Math.min(offset, rows.size());
            return json(rows.subList(from, Math.min(from + REJECTS_PER_PAGE, rows.size())));
        });
    }

    @Override
    public synchronized byte[] putBlock(String jobId, int index, byte[] block) {
        return reply(() -> {
            blocks.put(jobId + "#" + index, block);
            return new byte[0];
        });
    }

    @Override
    public synchronized byte[] datasets() {
        return reply(() -> json(datasets));
    }

    @Override
    public byte[] dropTable(String table) {
        return reply(() -> {
            if (!table.equals("there")) {
                throw GridmillException.user("there is no table '" + table + "'");
            }
            return new byte[0];
        });
    }

    @Override
    public synchronized byte[] drop(String dataset) {
        return reply(() -> {
            if (!datasets.removeIf(info -> info.name().equalsIgnoreCase(dataset))) {
                throw GridmillException.user("unknown dataset '" + dataset + "'");
            }
            return new byte[0];
        });
    }

    @Override
    public synchronized byte[] nodes() {
        return reply(() -> json(nodes));
    }

    @Override
    public synchronized byte[] explain(String sql, String paramsJson) {
        return reply(() -> {
            asked.add(sql + " " + paramsJson);
            return explanation.getBytes(StandardCharsets.UTF_8);
        });
    }

    @Override
    public synchronized byte[] isSystemQuery(String sql) {
        return reply(() -> json(systemQuery.apply(sql) != null));
    }

    @Override
    public synchronized byte[] querySystem(String sql, String paramsJson) {
        return reply(() -> {
            asked.add(sql + " " + paramsJson);
            byte[] answer = systemQuery.apply(sql);
            if (answer == null) {
                throw GridmillException.user("not a system query: " + sql);
            }
            return answer;
        });
    }

    private void known(String jobId) {
        if (!specs.containsKey(jobId)) {
            throw GridmillException.user("unknown job '" + jobId + "'");
        }
    }

    private JobStatus status(String jobId) {
        Outcome how = outcomes.get(jobId);
        JobSpec spec = specs.get(jobId);
        int polled = polls.get(jobId);
        boolean ended = how.polls() >= 0 && polled >= how.polls();
        boolean stopped = cancelled.containsKey(jobId);
        JobState state = stopped ? JobState.CANCELLED : ended ? how.end() : JobState.OPEN;
        return new JobStatus(
                jobId,
                spec.name(),
                spec.load() == null ? "sql" : "load",
                state,
                stopped ? "cancelled by a client" : ended ? how.cause() : null,
                SUBMITTED,
                state.terminal() ? SUBMITTED.plusMillis(1234) : null,
                4,
                state.terminal() ? 0 : 2,
                state.terminal() ? 4 : Math.min(polled, 3),
                0,
                1000L * polled,
                10_000,
                0,
                0,
                state.hasResult() ? how.rows() : -1,
                how.rejects().size(),
                found(spec.load()));
    }

    /** What a client found in files that it sent; a fake sees no others. */
    private static String found(@Nullable LoadSpec load) {
        return load == null || load.source().found() == null
                ? ""
                : load.source().found().words();
    }

    private static byte[] json(Object value) {
        return Json.write(value).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] reply(Callable<byte[]> answer) {
        try {
            return Reply.ok(answer.call());
        } catch (GridmillException e) {
            return Reply.error(e);
        } catch (Exception e) {
            return Reply.error(GridmillException.internal("the fake grid failed: " + e));
        }
    }
}
