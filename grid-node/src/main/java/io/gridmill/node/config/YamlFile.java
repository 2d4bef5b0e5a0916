package io.gridmill.node.config;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Flattens a YAML file to dotted keys with their lines, which SmallRye's own YAML source forgets. */
final class YamlFile {
    private static final int MAX_DEPTH = 8;

    /**
     * A value as it stands in the file.
     *
     * @param line from 1
     */
    record Entry(String key, String text, int line) {}

    private final Path file;
    private final List<Entry> entries = new ArrayList<>();

    private YamlFile(Path file) {
        this.file = file;
    }

    /** @throws GridmillException USER when the file cannot be read or is no YAML mapping of scalars and lists of scalars */
    static List<Entry> read(Path file) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new GridmillException(ErrorCode.USER, "the config file does not exist: " + file.toAbsolutePath(), e);
        } catch (IOException e) {
            throw new GridmillException(
                    ErrorCode.USER, "the config file cannot be read: " + file.toAbsolutePath() + ": " + e, e);
        }
        YamlFile yaml = new YamlFile(file);
        try {
            Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
            if (root != null) {
                yaml.flatten("", root, 0);
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new GridmillException(
                    ErrorCode.USER,
                    "the config file must be YAML: " + e.getProblem() + " [" + file + ":" + line + "]",
                    e);
        } catch (YAMLException e) {
            throw new GridmillException(
                    ErrorCode.USER, "the config file must be YAML: " + e.getMessage() + " [" + file + "]", e);
        }
        return yaml.entries;
    }

    private void flatten(String prefix, Node node, int depth) {
        if (node instanceof MappingNode mapping && depth < MAX_DEPTH) {
            for (NodeTuple tuple : mapping.getValue()) {
                String key = scalar(prefix, tuple.getKeyNode());
                flatten(prefix.isEmpty() ? key : prefix + "." + key, tuple.getValueNode(), depth + 1);
            }
        } else if (prefix.isEmpty()) {
            throw wrong("the config file must be sections with keys, such as 'node:', got a " + node.getNodeId(), node);
        } else if (node instanceof SequenceNode sequence) {
            List<String> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(scalar(prefix, item));
            }
            add(prefix, String.join(",", items), node);
        } else {
            add(prefix, scalar(prefix, node), node);
        }
    }

    private void add(String key, String text, Node node) {
        for (Entry entry : entries) {
            if (entry.key().equals(key)) {
                throw wrong(key + " must be given once, and stands in line " + entry.line() + " already", node);
            }
        }
        entries.add(new Entry(key, text, line(node)));
    }

    private String scalar(String key, Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw wrong(key + " must be one value or a list of values, got a " + node.getNodeId(), node);
    }

    private GridmillException wrong(String message, @Nullable Node node) {
        return GridmillException.user(message + " [" + file + ":" + line(Objects.requireNonNull(node)) + "]");
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
