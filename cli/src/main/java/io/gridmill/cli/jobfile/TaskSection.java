package io.gridmill.cli.jobfile;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.TaskSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the Java task of a job file. */
public final class TaskSection {
    private static final long MOST_PARAM_BYTES = 1 << 20;

    private TaskSection() {}

    /** A job of the task, its parameters included. */
    static JobSpec read(YamlSection job, Node where, @Nullable String dataset, Path folder) {
        if (dataset == null) {
            throw job.wrong(where, "a job with a task must name the dataset that it reads under 'dataset', got none");
        }
        YamlSection task = job.section("task", where).onlyKeys(JobKey.names(JobKeys.TASK));
        if (task.has("name") == task.has("class")) {
            throw job.wrong(
                    where,
                    "a task must have a name, if it is built in, or a class, got "
                            + (task.has("name") ? "both" : "neither"));
        }
        String name = Objects.requireNonNull(task.read(task.has("name") ? "name" : "class", text -> text));
        String jar = task.read("jar", text -> text);
        String sha256 = task.read("sha256", text -> text);
        JobSpec spec = job.at(where, () -> JobSpec.task(spec(dataset, name, jar, sha256, folder)));
        Node params = task.node("params");
        if (params != null) {
            YamlSection values = job.section("params of task", params);
            for (String param : values.keys()) {
                spec = spec.param(param, value(values, param, folder));
            }
        }
        return spec;
    }

    /** A jar that lies here as well is looked at, so that its digest need not be typed. */
    private static TaskSpec spec(
            String dataset, String name, @Nullable String jar, @Nullable String sha256, Path folder) {
        if (jar == null) {
            return new TaskSpec(dataset, name, null, sha256);
        }
        Path here = folder.resolve(jar);
        String file = String.valueOf(here.getFileName());
        if (!Files.isRegularFile(here)) {
            if (sha256 == null) {
                throw GridmillException.user(
                        "a task's jar needs its sha256, unless the jar lies here too; there is no " + here);
            }
            return new TaskSpec(dataset, name, file, sha256);
        }
        String digest = sha256(here);
        if (sha256 != null && !sha256.strip().equalsIgnoreCase(digest)) {
            throw GridmillException.user(
                    "the jar must have the sha256 " + sha256.strip() + ", " + here + " has " + digest);
        }
        return new TaskSpec(dataset, name, file, digest);
    }

    private static String value(YamlSection values, String param, Path folder) {
        Node node = Objects.requireNonNull(values.node(param));
        if (node instanceof ScalarNode) {
            return Objects.requireNonNull(values.read(param, text -> text));
        }
        YamlSection file = values.section("parameter " + param, node).onlyKeys(List.of("file"));
        String path = file.read("file", text -> text);
        if (path == null) {
            throw values.wrong(
                    node, "parameter '" + param + "' must be a value, or 'file: PATH' for what a file holds");
        }
        return values.at(node, () -> content(folder.resolve(path)));
    }

    /** What a file holds, for the value of a parameter. */
    public static String content(Path file) {
        try {
            if (Files.size(file) > MOST_PARAM_BYTES) {
                throw GridmillException.user("a parameter's file may have " + MOST_PARAM_BYTES + " bytes, " + file
                        + " has " + Files.size(file));
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            String why = Files.exists(file) ? "cannot be read" : "does not exist";
            throw new GridmillException(ErrorCode.USER, "a parameter's file " + why + ": " + file, e);
        }
    }

    private static String sha256(Path jar) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
        } catch (IOException e) {
            throw new GridmillException(ErrorCode.USER, "the task's jar cannot be read: " + jar, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
