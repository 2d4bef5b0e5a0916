package io.gridmill.cli;

import io.gridmill.cli.session.Session;
import io.gridmill.client.Gridmill;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "explain",
        description =
                "Shows how a query would run: plan, chunks that zone maps leave out, encodings, generated source.")
final class ExplainCommand extends GridCommand implements HasQuery {
    @Option(names = "--sql", required = true, paramLabel = "QUERY", description = "One SELECT.")
    private String sql = "";

    @Option(names = "--param", paramLabel = "NAME=VALUE", description = "Value of the query's :NAME. May be repeated.")
    private Map<String, String> params = new TreeMap<>();

    ExplainCommand(Session session) {
        super(session);
    }

    @Override
    int run(Gridmill gridmill) throws Exception {
        session.println(gridmill.explain(sql, params).stripTrailing());
        return CommandRunner.DONE;
    }

    @Override
    public String query() {
        return sql;
    }
}
