package io.gridmill.cli;

import io.gridmill.cli.session.Session;
import io.gridmill.node.config.NodeConfig;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --config} and {@code --set}. */
final class ConfigOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "The node's YAML file; without it, defaults.")
    private @Nullable String file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A key's value, before file and environment. May be repeated.")
    private Map<String, String> sets = new TreeMap<>();

    /** @throws io.gridmill.core.error.GridmillException USER, naming each wrong key with its place */
    NodeConfig load(Session session) {
        return NodeConfig.load(file == null ? null : session.resolve(file), sets, session.environment());
    }
}
