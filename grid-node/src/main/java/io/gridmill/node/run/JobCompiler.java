package io.gridmill.node.run;

import io.gridmill.compute.sql.SqlCompiler;
import io.gridmill.compute.sql.SqlQuery;
import io.gridmill.compute.task.TaskCompiler;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.TaskSpec;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.CancelToken;
import io.gridmill.core.task.Logic;
import java.time.Duration;
import java.time.Instant;

/** Makes a job's logic of what it brings, be it SQL or a task. Thread-safe. */
public final class JobCompiler {
    private static final Duration PLAN_LIMIT = Duration.ofSeconds(4);

    private final TaskCompiler tasks;

    public JobCompiler(TaskCompiler tasks) {
        this.tasks = tasks;
    }

    /** The dataset that a query or task reads. */
    public String dataset(JobSpec spec) {
        return spec.task() != null
                ? spec.task().dataset()
                : SqlQuery.parse(query(spec)).dataset();
    }

    /**
     * @param accepted when the job was, which is the time that its query sees
     * @throws GridmillException USER when the logic does not suit the schema
     */
    public Logic compile(JobSpec spec, TableSchema schema, Instant accepted) {
        TaskSpec task = spec.task();
        if (task == null) {
            return SqlCompiler.compile(query(spec), spec.params(), schema, accepted);
        }
        long end = System.nanoTime() + PLAN_LIMIT.toNanos();
        CancelToken limit = () -> {
            if (System.nanoTime() > end) {
                throw GridmillException.user(
                        "task " + task.task() + " must plan within " + PLAN_LIMIT.toSeconds() + " s");
            }
        };
        return TaskThreads.run("plan of " + task.task(), limit, lanes -> tasks.compile(task, spec.params(), schema));
    }

    private static String query(JobSpec spec) {
        if (spec.sql() == null) {
            throw new IllegalStateException("only a query or a task has logic [job=" + spec.name() + "]");
        }
        return spec.sql();
    }
}
