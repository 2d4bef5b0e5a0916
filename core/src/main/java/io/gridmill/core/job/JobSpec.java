package io.gridmill.core.job;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.sink.SinkSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a client submits. Exactly one of {@code sql}, {@code task} and {@code load} is set.
 *
 * @param name what people call it; not unique
 * @param sql a query over one dataset
 * @param task a Java task over one dataset
 * @param params values of the query's {@code :name} parameters, as SQL literals' text would read ({@code 5}, {@code 1.50}, {@code abc}, {@code 1998-09-02}),
 *     or of the task
 * @param load a load
 * @param result the dataset that the result becomes, or null
 * @param sinks where the result goes besides
 * @param attempts executions of a share before it is quarantined, at least 1
 * @param deadline how long after its submission the job may take, or null for no limit
 * @param priority waiting jobs with a greater one go first
 * @param allowPartial whether quarantined shares, and rows that a sink refuses, end the job PARTIAL instead of FAILED
 * @param onLostDataset what happens when the dataset that it reads was lost when all nodes stopped
 */
public record JobSpec(
        String name,
        @Nullable String sql,
        @Nullable TaskSpec task,
        Map<String, String> params,
        @Nullable LoadSpec load,
        @Nullable ResultSpec result,
        List<SinkSpec> sinks,
        int attempts,
        @Nullable Duration deadline,
        int priority,
        boolean allowPartial,
        LostDataset onLostDataset) {
    public static final int DEFAULT_ATTEMPTS = 3;
    public static final int MAX_ATTEMPTS = 100;

    public JobSpec {
        params = Collections.unmodifiableMap(new TreeMap<>(params));
        sinks = List.copyOf(sinks);
        if (Stream.of(sql, task, load).filter(Objects::nonNull).count() != 1) {
            throw GridmillException.user("a job needs exactly one of sql, task and load [job=" + name + "]");
        }
        if (attempts < 1 || attempts > MAX_ATTEMPTS) {
            throw GridmillException.user(
                    "attempts must be 1 to " + MAX_ATTEMPTS + ", got " + attempts + " [job=" + name + "]");
        }
        if (deadline != null && (deadline.isNegative() || deadline.isZero())) {
            throw GridmillException.user(
                    "deadline must be positive, got " + DurationText.format(deadline) + " [job=" + name + "]");
        }
    }

    public static JobSpec sql(String sql) {
        return new JobSpec(
                "sql", sql, null, Map.of(), null, null, List.of(), DEFAULT_ATTEMPTS, null, 0, false, LostDataset.FAIL);
    }

    public static JobSpec task(TaskSpec task) {
        return new JobSpec(
                task.task(),
                null,
                task,
                Map.of(),
                null,
                null,
                List.of(),
                DEFAULT_ATTEMPTS,
                null,
                0,
                false,
                LostDataset.FAIL);
    }

    public static JobSpec load(LoadSpec load) {
        return new JobSpec(
                "load-" + load.dataset(),
                null,
                null,
                Map.of(),
                load,
                null,
                List.of(),
                DEFAULT_ATTEMPTS,
                null,
                0,
                false,
                LostDataset.FAIL);
    }

    public JobSpec named(String newName) {
        return new JobSpec(
                newName,
                sql,
                task,
                params,
                load,
                result,
                sinks,
                attempts,
                deadline,
                priority,
                allowPartial,
                onLostDataset);
    }

    public JobSpec param(String key, String value) {
        Map<String, String> more = new TreeMap<>(params);
        more.put(key, value);
        return new JobSpec(
                name, sql, task, more, load, result, sinks, attempts, deadline, priority, allowPartial, onLostDataset);
    }

    /** The result replaces dataset {@code dataset}. */
    public JobSpec result(String dataset) {
        return result(dataset, WriteMode.REPLACE);
    }

    public JobSpec result(String dataset, WriteMode mode) {
        return new JobSpec(
                name,
                sql,
                task,
                params,
                load,
                new ResultSpec(dataset, mode),
                sinks,
                attempts,
                deadline,
                priority,
                allowPartial,
                onLostDataset);
    }

    public JobSpec sink(SinkSpec sink) {
        List<SinkSpec> more = new ArrayList<>(sinks);
        more.add(sink);
        return new JobSpec(
                name, sql, task, params, load, result, more, attempts, deadline, priority, allowPartial, onLostDataset);
    }

    /** The result is also published as table {@code name} for JDBC, in place of one that a job has published before. */
    public JobSpec table(String name) {
        return table(name, WriteMode.REPLACE);
    }

    /** As {@link #table(String)}; {@code mode} is create or replace. */
    public JobSpec table(String name, WriteMode mode) {
        if (mode == WriteMode.APPEND) {
            throw GridmillException.user(
                    "a table's mode must be create or replace, got append: it is a copy that is published whole; append to a dataset, and publish that [table="
                            + name + "]");
        }
        return sink(new SinkSpec(SinkSpec.TABLE, Map.of("name", name, "mode", mode.toString())));
    }

    /** Whether something that it writes lives in the grid's memory: what is staged there is lost when all nodes stop. */
    public boolean writesToMemory() {
        return result != null || sinks.stream().anyMatch(sink -> sink.type().equals(SinkSpec.TABLE));
    }

    public JobSpec attempts(int newAttempts) {
        return new JobSpec(
                name,
                sql,
                task,
                params,
                load,
                result,
                sinks,
                newAttempts,
                deadline,
                priority,
                allowPartial,
                onLostDataset);
    }

    public JobSpec deadline(Duration newDeadline) {
        return new JobSpec(
                name,
                sql,
                task,
                params,
                load,
                result,
                sinks,
                attempts,
                newDeadline,
                priority,
                allowPartial,
                onLostDataset);
    }

    public JobSpec priority(int newPriority) {
        return new JobSpec(
                name,
                sql,
                task,
                params,
                load,
                result,
                sinks,
                attempts,
                deadline,
                newPriority,
                allowPartial,
                onLostDataset);
    }

    public JobSpec allowPartial(boolean allow) {
        return new JobSpec(
                name, sql, task, params, load, result, sinks, attempts, deadline, priority, allow, onLostDataset);
    }

    public JobSpec onLostDataset(LostDataset reaction) {
        return new JobSpec(
                name, sql, task, params, load, result, sinks, attempts, deadline, priority, allowPartial, reaction);
    }
}
