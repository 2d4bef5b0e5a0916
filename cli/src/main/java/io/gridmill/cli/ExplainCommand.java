package io.gridmill.cli;

import io.gridmill.cli.format.Listing;
import io.gridmill.cli.progress.Amounts;
import io.gridmill.cli.session.Session;
import io.gridmill.cli.session.WrongCall;
import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import io.gridmill.client.Result;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.JobStatus;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "explain",
        description = {
            "Shows how a query would run: plan, chunks that zone maps leave out, encodings, generated source.",
            "With --analyze it runs, and what each share read, wrote and spent follows.",
            "It is text for people; with --output, rows: the lines of the plan, or with --analyze the shares."
        })
final class ExplainCommand extends RowsCommand implements HasQuery {
    private static final String STAGES = """
            SELECT share, node, read_rows, result_rows, read_micros / 1e3 AS read_ms, write_micros / 1e3 AS write_ms,
              journal_micros / 1e3 AS journal_ms
            FROM gridmill.shares WHERE job = :job AND state <> 'SPLIT' ORDER BY share""";

    @Option(names = "--sql", required = true, paramLabel = "QUERY", description = "One SELECT.")
    private String sql = "";

    @Option(names = "--param", paramLabel = "NAME=VALUE", description = "Value of the query's :NAME. May be repeated.")
    private Map<String, String> params = new TreeMap<>();

    @Option(names = "--analyze", description = "Runs the query, and shows rows and time of each share.")
    private boolean analyze;

    ExplainCommand(Session session) {
        super(session);
    }

    @Override
    int run(Gridmill gridmill) throws Exception {
        String plan = gridmill.explain(sql, params).stripTrailing();
        if (!output.given()) {
            session.println(plan);
        } else if (!analyze) {
            Listing lines = new Listing("plan VARCHAR");
            plan.lines().forEach(lines::row);
            output.write(session, lines);
        }
        if (analyze) {
            analyze(gridmill);
        }
        return CommandRunner.DONE;
    }

    private void analyze(Gridmill gridmill) throws Exception {
        if (gridmill.isSystemQuery(sql)) {
            throw new WrongCall("--analyze needs a query that runs as a job; one over gridmill.* is answered at once");
        }
        JobSpec spec = JobSpec.sql(sql);
        for (Map.Entry<String, String> param : params.entrySet()) {
            spec = spec.param(param.getKey(), param.getValue());
        }
        JobHandle job = gridmill.submit(spec);
        JobWatch watch = new JobWatch(session);
        JobStatus status = watch.quietResult(watch.untilEnd(job));
        Result stages = gridmill.systemQuery(STAGES, Map.of("job", job.id()));
        if (output.given()) {
            output.write(session, stages);
            return;
        }
        Duration took = Duration.between(status.submitted(), Objects.requireNonNull(status.finished()));
        session.println("");
        session.println("job " + job.id() + ": " + Amounts.rows(status.resultRows()) + ", "
                + String.format(Locale.ROOT, "%,.1f ms", took.toNanos() / 1e6) + " from submit to end");
        output.writeTable(session, stages);
    }

    @Override
    public String query() {
        return sql;
    }
}
