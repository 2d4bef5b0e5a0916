package io.gridmill.cli.jobfile;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.error.Nearest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A mapping of a YAML file whose errors name file and line. Its name, such as {@code result}, is empty for the whole file. */
final class YamlSection {
    private final String file;
    private final String name;
    private final Node node;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();

    YamlSection(String file, String name, Node node) {
        this.file = file;
        this.name = name;
        this.node = node;
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(
                    node,
                    (name.isEmpty() ? "a job file" : name) + " must be keys with values, such as 'name: x', got "
                            + kind(node));
        }
        for (NodeTuple entry : mapping.getValue()) {
            String key = scalar("a key", entry.getKeyNode());
            if (values.put(key, entry.getValueNode()) != null) {
                throw wrong(entry.getKeyNode(), "'" + key + "' must be given once, but stands here again");
            }
            keys.put(key, entry.getKeyNode());
        }
    }

    /** @throws GridmillException USER for a key that is not known */
    YamlSection onlyKeys(Collection<String> known) {
        keys.forEach((key, where) -> {
            if (!known.contains(key)) {
                String of = name.isEmpty() ? "" : " of " + name;
                throw wrong(where, "unknown key '" + key + "'" + of + Nearest.hint(key, known));
            }
        });
        return this;
    }

    Collection<String> keys() {
        return keys.keySet();
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    @Nullable
    Node node(String key) {
        return values.get(key);
    }

    /** The value of a key read by {@code reader}, whose USER errors get file and line; null when the key is not there. */
    <T> @Nullable T read(String key, Function<String, T> reader) {
        Node value = values.get(key);
        if (value == null) {
            return null;
        }
        String text = scalar(key, value);
        return at(value, () -> reader.apply(text));
    }

    /** All values as texts. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((key, value) -> texts.put(key, scalar(key, value)));
        return texts;
    }

    List<Node> list(String key) {
        Node value = values.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        throw wrong(value, key + " must be a list, each item after a '- ', got " + kind(value));
    }

    YamlSection section(String key, Node value) {
        return new YamlSection(file, key, value);
    }

    /** Runs {@code reading}, and adds file and line to its USER errors. */
    <T> T at(Node where, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (GridmillException e) {
            if (e.getMessage() != null && e.getMessage().contains("[" + file + ":")) {
                throw e;
            }
            throw new GridmillException(ErrorCode.USER, e.getMessage() + place(where), e);
        }
    }

    GridmillException wrong(Node where, String message) {
        return GridmillException.user(message + place(where));
    }

    Node where() {
        return node;
    }

    private String place(Node where) {
        return " [" + file + ":" + (where.getStartMark().getLine() + 1) + "]";
    }

    private String scalar(String key, Node value) {
        if (value instanceof ScalarNode scalar && !value.getTag().equals(Tag.NULL)) {
            return scalar.getValue();
        }
        throw wrong(value, key + " must have one value, got " + kind(value));
    }

    private static String kind(Node node) {
        return switch (node.getNodeId()) {
            case mapping -> "keys with values";
            case sequence -> "a list";
            default -> node.getTag().equals(Tag.NULL) ? "nothing" : "a single value";
        };
    }
}
