package io.gridmill.node.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes {@code config/node.yaml} and {@code docs/config.md} from the declarations, so that neither can say anything else. */
final class ConfigPages {
    private static final int WIDTH = 120;

    private ConfigPages() {}

    /** A file with every key, explained, at its default. */
    static String yaml(List<Setting<?>> settings) {
        StringBuilder page = new StringBuilder();
        comment(
                page,
                "",
                "Gridmill: configuration of a node. Every key stands here with its default, so an empty file means the same.");
        comment(
                page,
                "",
                "The same file starts one node or many, on one machine or many. Over it go environment variables "
                        + "(GRIDMILL_NODE_DATA_DIR for node.data-dir) and --set node.data-dir=PATH. 'gridmill config' shows what holds and why.");
        sections(settings).forEach((section, inside) -> {
            page.append('\n').append(section).append(":\n");
            for (Setting<?> setting : inside) {
                comment(
                        page,
                        "  ",
                        setting.explanation() + " [" + setting.type().rule() + "]");
                page.append("  ")
                        .append(lastPart(setting))
                        .append(": ")
                        .append(setting.defaultText())
                        .append('\n');
            }
        });
        return page.toString();
    }

    /** The reference for people who look a key up. */
    static String markdown(List<Setting<?>> settings) {
        StringBuilder page = new StringBuilder("""
                # Configuration of a node

                <!-- Made from the declarations in the class Settings; a test compares. Do not edit. -->

                One YAML file, `config/node.yaml`, holds every key with its default. Later layers win: default, file, environment, `--set key=value`.
                The environment variable of a key is `GRIDMILL_`, then the key in capitals with `_` for dots and dashes. An unknown key, a
                wrong unit or an impossible value stops the node with the place of the error. `gridmill config` prints what holds and where
                it came from.

                Sizes have a unit of B, KiB, MiB, GiB or TiB (powers of 1024), durations of ms, s, m, h or d. Lists are YAML lists, or texts
                with commas. A relative path starts where the node is started.
                """);
        sections(settings).forEach((section, inside) -> {
            page.append("\n## ").append(section).append("\n| key | default | must be | meaning |\n|---|---|---|---|\n");
            for (Setting<?> setting : inside) {
                page.append("| `")
                        .append(setting.key())
                        .append("` | `")
                        .append(setting.defaultText())
                        .append("` | ");
                page.append(setting.type().rule())
                        .append(" | ")
                        .append(setting.explanation())
                        .append(" |\n");
            }
        });
        return page.toString();
    }

    private static Map<String, List<Setting<?>>> sections(List<Setting<?>> settings) {
        Map<String, List<Setting<?>>> sections = new LinkedHashMap<>();
        settings.forEach(setting -> sections.computeIfAbsent(setting.section(), name -> new ArrayList<>())
                .add(setting));
        return sections;
    }

    private static String lastPart(Setting<?> setting) {
        return setting.key().substring(setting.section().length() + 1);
    }

    private static void comment(StringBuilder page, String indent, String text) {
        StringBuilder line = new StringBuilder(indent).append('#');
        for (String word : text.split(" ", -1)) {
            if (line.length() + 1 + word.length() > WIDTH) {
                page.append(line).append('\n');
                line = new StringBuilder(indent).append('#');
            }
            line.append(' ').append(word);
        }
        page.append(line).append('\n');
    }
}
