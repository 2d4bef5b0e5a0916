package io.gridmill.cli;

import io.gridmill.cli.session.Session;
import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import io.gridmill.core.job.JobSpec;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "sql",
        description = {
            "Answers a query over a dataset, or over what the grid knows of itself.",
            "The latter is in gridmill.jobs, gridmill.shares, gridmill.datasets, gridmill.nodes."
        })
final class SqlCommand extends RowsCommand implements HasQuery {
    @Parameters(index = "0", paramLabel = "QUERY", description = "One SELECT.")
    private String sql = "";

    @Option(names = "--param", paramLabel = "NAME=VALUE", description = "Value of the query's :NAME. May be repeated.")
    private Map<String, String> params = new TreeMap<>();

    SqlCommand(Session session) {
        super(session);
    }

    @Override
    int run(Gridmill gridmill) throws Exception {
        if (gridmill.isSystemQuery(sql)) {
            output.write(session, gridmill.systemQuery(sql, params));
            return CommandRunner.DONE;
        }
        JobSpec spec = JobSpec.sql(sql);
        for (Map.Entry<String, String> param : params.entrySet()) {
            spec = spec.param(param.getKey(), param.getValue());
        }
        JobHandle job = gridmill.submit(spec);
        JobWatch watch = new JobWatch(session);
        watch.quietResult(watch.untilEnd(job));
        output.write(session, job.fetch());
        return CommandRunner.DONE;
    }

    @Override
    public String query() {
        return sql;
    }
}
