package io.gridmill.cli;

import io.gridmill.cli.session.Interrupts;
import io.gridmill.cli.session.Lifeline;
import io.gridmill.cli.session.Session;
import io.gridmill.cli.session.WrongCall;
import io.gridmill.node.GridmillNode;
import io.gridmill.node.config.NodeConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "node",
        description = {
            "Starts a node and keeps it until Ctrl-C or SIGTERM, on which it drains: it hands over its shares, then stops.",
            "The same command again, with the same file, is a second node."
        })
final class NodeCommand implements GridmillCommand {
    private final Session session;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    NodeCommand(Session session) {
        this.session = session;
    }

    @Override
    public int run() throws InterruptedException {
        Lifeline.hold();
        NodeConfig config = WrongCall.check(() -> options.load(session));
        GridmillNode node = GridmillNode.start(config);
        try (Interrupts.Watch ignored = session.interrupts().onInterrupt(node::drainAndStop)) {
            node.awaitStop();
        }
        return CommandRunner.FAILED; // nobody asked it to stop
    }
}
