package io.gridmill.cli.jobfile;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.DurationText;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.LostDataset;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.sink.SinkSpec;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reads a job file, whose keys {@link JobKeys} declares. Relative paths in it start in the folder where the command was typed.
 */
public final class JobFile {
    private final Path folder;
    private final YamlSection job;

    private JobFile(Path folder, YamlSection job) {
        this.folder = folder;
        this.job = job;
    }

    /**
     * Reads a job.
     *
     * @param file the job file
     * @param folder where relative paths start
     * @throws GridmillException USER, with the line where there is one
     */
    public static JobSpec read(Path file, Path folder) {
        Node root = compose(file);
        return new JobFile(folder, new YamlSection(file.toString(), "", root)).spec(withoutEnding(file));
    }

    private JobSpec spec(String defaultName) {
        job.onlyKeys(JobKey.names(JobKeys.ALL));
        JobSpec spec = logic().named(defaultName);
        spec = with(spec, "name", text -> text, JobSpec::named);
        spec = params(spec);
        spec = target(spec, "result", JobKeys.RESULT, JobSpec::result);
        spec = target(spec, "table", JobKeys.TABLE, JobSpec::table);
        for (Node item : job.list("sinks")) {
            spec = spec.sink(sink(item));
        }
        spec = with(spec, "attempts", text -> integer("attempts", text), JobSpec::attempts);
        spec = with(spec, "deadline", DurationText::parse, JobSpec::deadline);
        spec = with(spec, "priority", text -> integer("priority", text), JobSpec::priority);
        spec = with(spec, "allow-partial", JobFile::truth, JobSpec::allowPartial);
        return with(spec, "on-lost-dataset", LostDataset::parse, JobSpec::onLostDataset);
    }

    private JobSpec logic() {
        String sql = job.read("sql", text -> text);
        Node task = job.node("task");
        String dataset = job.read("dataset", text -> text);
        if (task != null && sql != null) {
            throw job.wrong(task, "a job file must have a query under 'sql' or a task under 'task', got both");
        }
        if (task != null) {
            return TaskSection.read(job, task, dataset, folder);
        }
        if (sql == null || sql.isBlank()) {
            throw job.wrong(job.where(), "a job file must have a query under 'sql' or a task under 'task', got none");
        }
        if (dataset != null) {
            throw job.wrong(
                    Objects.requireNonNull(job.node("dataset")),
                    "'dataset' goes with a task; a query names its dataset itself");
        }
        return JobSpec.sql(sql);
    }

    /** Applies a key that may be there; its value may also break a rule of {@link JobSpec} itself, such as a number out of range. */
    private <T> JobSpec with(
            JobSpec spec, String key, Function<String, T> reader, BiFunction<JobSpec, T, JobSpec> change) {
        Node value = job.node(key);
        return value == null
                ? spec
                : job.at(value, () -> change.apply(spec, Objects.requireNonNull(job.read(key, reader))));
    }

    private JobSpec params(JobSpec spec) {
        Node node = job.node("params");
        JobSpec changed = spec;
        if (node != null) {
            for (Map.Entry<String, String> param :
                    job.section("params", node).texts().entrySet()) {
                changed = changed.param(param.getKey(), param.getValue());
            }
        }
        return changed;
    }

    /** What the result becomes in the grid: a name, or a name with a mode. */
    private interface Becoming {
        JobSpec change(JobSpec spec, String name, WriteMode mode);
    }

    private JobSpec target(JobSpec spec, String key, List<JobKey> keys, Becoming becoming) {
        Node node = job.node(key);
        if (node == null) {
            return spec;
        }
        if (node instanceof ScalarNode) {
            return with(spec, key, text -> text, (before, name) -> becoming.change(before, name, WriteMode.REPLACE));
        }
        YamlSection target = job.section(key, node).onlyKeys(JobKey.names(keys));
        String name = target.read("name", text -> text);
        if (name == null) {
            throw job.wrong(node, key + " must have a name");
        }
        WriteMode mode = target.read("mode", WriteMode::parse);
        return job.at(node, () -> becoming.change(spec, name, mode == null ? WriteMode.REPLACE : mode));
    }

    private SinkSpec sink(Node item) {
        if (item instanceof ScalarNode uri) {
            return job.at(item, () -> SinkUri.parse(uri.getValue(), folder));
        }
        YamlSection sink = job.section("a sink", item);
        if (sink.keys().size() != 1) {
            throw job.wrong(
                    item,
                    "a sink must be one type with its options, such as 'parquet: { path: out }', got "
                            + String.join(", ", sink.keys()));
        }
        String type = sink.keys().iterator().next();
        List<String> known = job.at(item, () -> SinkOptions.known(type));
        Node options = Objects.requireNonNull(sink.node(type));
        Map<String, String> given =
                job.section("sink " + type, options).onlyKeys(known).texts();
        return job.at(options, () -> SinkOptions.sink(type, given, folder));
    }

    private static Node compose(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
            if (root == null) {
                throw GridmillException.user(
                        "a job file must have a query under 'sql' or a task under 'task', but the file is empty: "
                                + file);
            }
            return root;
        } catch (NoSuchFileException e) {
            throw new GridmillException(ErrorCode.USER, "the job file does not exist: " + file, e);
        } catch (CharacterCodingException e) {
            throw new GridmillException(ErrorCode.USER, "a job file must be UTF-8, and this one is not: " + file, e);
        } catch (IOException e) {
            throw new GridmillException(
                    ErrorCode.USER, "the job file cannot be read: " + file + ": " + e.getMessage(), e);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new GridmillException(
                    ErrorCode.USER, "a job file must be YAML: " + e.getProblem() + " [" + file + ":" + line + "]", e);
        } catch (YAMLException e) {
            throw new GridmillException(
                    ErrorCode.USER, "a job file must be YAML: " + e.getMessage() + " [" + file + "]", e);
        }
    }

    private static int integer(String key, String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new GridmillException(ErrorCode.USER, key + " must be a whole number, got '" + text + "'", e);
        }
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw GridmillException.user("allow-partial must be true or false, got '" + text + "'");
        };
    }

    private static String withoutEnding(Path file) {
        return file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    }
}
