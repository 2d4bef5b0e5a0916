package io.gridmill.cli;

import io.gridmill.cli.session.Session;
import io.gridmill.cli.session.WrongCall;
import io.gridmill.node.config.EffectiveValue;
import io.gridmill.node.config.NodeConfig;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "config",
        description =
                "Prints a node's effective configuration, as YAML that a node can read, and where each value came from; secrets are masked.")
final class ConfigCommand implements GridmillCommand {
    private final Session session;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    ConfigCommand(Session session) {
        this.session = session;
    }

    @Override
    public int run() throws IOException {
        NodeConfig config = WrongCall.check(() -> options.load(session));
        int widest =
                config.effective().stream().mapToInt(ConfigCommand::width).max().orElse(0);
        for (EffectiveValue value : config.effective()) {
            String setting = value.key() + ": " + value.value();
            session.println(setting + " ".repeat(widest - width(value)) + "  # " + value.origin());
        }
        return CommandRunner.DONE;
    }

    private static int width(EffectiveValue value) {
        return value.key().length() + value.value().length() + 2;
    }
}
