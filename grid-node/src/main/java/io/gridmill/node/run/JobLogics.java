package io.gridmill.node.run;

import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.Logic;
import io.gridmill.node.dataset.Datasets;
import io.gridmill.node.ledger.Cut;
import io.gridmill.node.ledger.JobRecord;
import java.util.LinkedHashMap;
import java.util.Map;

/** Compiled logic of jobs, kept for the last jobs. Thread-safe. */
public final class JobLogics {
    private static final int KEPT = 64;

    private final Datasets datasets;
    private final JobCompiler compiler;
    private final Map<String, Logic> byJob = new LinkedHashMap<>(KEPT * 2, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Logic> eldest) {
            return size() > KEPT;
        }
    };

    public JobLogics(Datasets datasets, JobCompiler compiler) {
        this.datasets = datasets;
        this.compiler = compiler;
    }

    /** The logic of a query or task that has been cut, over the version that it pinned. */
    public Logic of(JobRecord job) {
        synchronized (byJob) {
            Logic known = byJob.get(job.id());
            if (known != null) {
                return known;
            }
        }
        Cut cut = job.cut();
        if (cut == null || cut.dataset() == null) {
            throw new IllegalStateException("only a query or task that has been cut has logic [job=" + job.id() + "]");
        }
        return compile(job, datasets.version(cut.dataset(), cut.version()).schema());
    }

    /** Compiles a query or task over a schema, and keeps the logic for the job. */
    public Logic compile(JobRecord job, TableSchema schema) {
        Logic logic = compiler.compile(job.spec(), schema, job.submitted());
        synchronized (byJob) {
            byJob.put(job.id(), logic);
        }
        return logic;
    }

    /** Drops the logic of a job that has ended. */
    void forget(String jobId) {
        synchronized (byJob) {
            byJob.remove(jobId);
        }
    }
}
