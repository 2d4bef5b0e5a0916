package io.gridmill.core.job;

import io.gridmill.core.error.GridmillException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Java task as the logic of a job.
 *
 * @param dataset the dataset that it reads
 * @param task name of a built-in task, or of a class that implements {@link io.gridmill.core.task.Task}
 * @param jar file name of the class's jar in the folder {@code tasks.dir} of the nodes; null: the class is on the nodes' own class path
 * @param sha256 of the jar, 64 hexadecimal digits; there with {@code jar} alone
 */
public record TaskSpec(
        String dataset,
        String task,
        @Nullable String jar,
        @Nullable String sha256) {
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]*\\.jar");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public TaskSpec {
        if (dataset.isBlank()) {
            throw GridmillException.user("a task needs the dataset that it reads");
        }
        if (task.isBlank()) {
            throw GridmillException.user("a task needs a name or a class");
        }
        if ((jar == null) != (sha256 == null)) {
            throw GridmillException.user("a task's jar and its sha256 go together, got only "
                    + (jar == null ? "sha256" : "jar '" + jar + "'"));
        }
        if (jar != null && !FILE_NAME.matcher(jar).matches()) {
            throw GridmillException.user("a task's jar must be a file name that ends in .jar, got '" + jar + "'");
        }
        if (sha256 != null) {
            sha256 = sha256.strip().toLowerCase(Locale.ROOT);
            if (!SHA256.matcher(sha256).matches()) {
                throw GridmillException.user("sha256 must be 64 hexadecimal digits, got '" + sha256 + "'");
            }
        }
    }

    /** A built-in task, or one whose class the nodes have. */
    public static TaskSpec of(String dataset, String task) {
        return new TaskSpec(dataset, task, null, null);
    }
}
