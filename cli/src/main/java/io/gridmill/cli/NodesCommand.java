package io.gridmill.cli;

import io.gridmill.cli.format.Listing;
import io.gridmill.cli.session.Session;
import io.gridmill.client.Gridmill;
import io.gridmill.core.job.NodeInfo;
import java.io.IOException;
import picocli.CommandLine.Command;

@Command(name = "nodes", description = "Lists the nodes that are there now.")
final class NodesCommand extends RowsCommand {
    NodesCommand(Session session) {
        super(session);
    }

    @Override
    int run(Gridmill gridmill) throws IOException {
        Listing listing = new Listing(
                "node VARCHAR, client VARCHAR, http VARCHAR, cores INTEGER, version VARCHAR, incarnation VARCHAR");
        for (NodeInfo node : gridmill.nodes()) {
            listing.row(
                    node.name(),
                    node.clientAddress(),
                    node.httpAddress(),
                    node.cores(),
                    node.version(),
                    node.incarnation());
        }
        output.write(session, listing);
        return CommandRunner.DONE;
    }
}
