package io.gridmill.cli.jobfile;

import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.LostDataset;
import io.gridmill.core.job.WriteMode;
import java.util.List;

/**
 * The keys of a job file, each declared once: {@link JobFile} takes these and no others, and the schema and the reference say what stands here. Those
 * of a sink are in {@link SinkOptions}.
 */
final class JobKeys {
    private static final KeyRule NAME = KeyRule.text("a name");
    private static final KeyRule DATASET = KeyRule.text("a dataset");
    private static final KeyRule SQL_TABLE = KeyRule.text("a table");

    static final List<JobKey> RESULT = List.of(
            JobKey.required("name", DATASET, "The dataset that the result becomes."),
            JobKey.optional(
                    "mode",
                    KeyRule.oneOf(List.of(WriteMode.values())),
                    WriteMode.REPLACE.toString(),
                    "What happens to rows that the dataset has: create wants none to be there, append keeps them, replace drops them."));

    static final List<JobKey> TABLE = List.of(
            JobKey.required("name", SQL_TABLE, "The table that the result becomes, for JDBC."),
            JobKey.optional(
                    "mode",
                    KeyRule.oneOf(List.of(WriteMode.CREATE, WriteMode.REPLACE)),
                    WriteMode.REPLACE.toString(),
                    "What happens to a table of that name: create wants none to be there, replace drops it."));

    static final List<JobKey> TASK = List.of(
            JobKey.optional("name", NAME, "", "A task that is built in; or else a class."),
            JobKey.optional("class", KeyRule.text("a class"), "", "The class that is the task."),
            JobKey.optional(
                    "jar",
                    KeyRule.text("a file"),
                    "the class is on the nodes' class path",
                    "The class's jar, which must be in tasks.dir of every node under the same file name."),
            JobKey.optional(
                    "sha256",
                    KeyRule.pattern("64 hexadecimal digits", "^[0-9A-Fa-f]{64}$"),
                    "that of the jar here",
                    "The jar's digest, so that every node runs the same code."),
            JobKey.optional(
                    "params",
                    KeyRule.textsOrFiles("names with values; a value may be file: PATH, for what the file holds"),
                    "",
                    "The task's parameters."));

    static final List<JobKey> ALL = List.of(
            JobKey.optional("name", NAME, "the file's name without its ending", "What people call the job."),
            JobKey.optional(
                    "sql", KeyRule.pattern("a query", "\\S"), "", "One SELECT over one dataset; or else a task."),
            JobKey.optional("dataset", DATASET, "", "The dataset that a task reads."),
            JobKey.optional("task", KeyRule.section("the keys below", TASK), "", "A Java task; or else sql."),
            JobKey.optional(
                    "params",
                    KeyRule.texts("names with values"),
                    "",
                    "Values of the query's :NAME places, or of the task; --param adds to them, and wins."),
            JobKey.optional(
                    "result",
                    DATASET.or(KeyRule.section("the keys below", RESULT)),
                    "",
                    "The dataset that the result becomes."),
            JobKey.optional(
                    "table",
                    SQL_TABLE.or(KeyRule.section("the keys below", TABLE)),
                    "",
                    "The SQL table that the result becomes, for Ignite's JDBC driver."),
            JobKey.optional("sinks", SinkOptions.RULE.list(), "", "Where the result goes besides."),
            JobKey.optional(
                    "attempts",
                    KeyRule.wholeNumber(1, JobSpec.MAX_ATTEMPTS),
                    Integer.toString(JobSpec.DEFAULT_ATTEMPTS),
                    "Executions of a share before the job fails."),
            JobKey.optional(
                    "deadline",
                    KeyRule.pattern(
                            "a number and one of ms, s, m, h, d, such as 10m", "^0*[1-9]\\d{0,8}\\s*(ms|s|m|h|d)$"),
                    "no limit",
                    "How long the job may take after it was submitted."),
            JobKey.optional(
                    "priority",
                    KeyRule.wholeNumber(Integer.MIN_VALUE, Integer.MAX_VALUE),
                    "0",
                    "Waiting jobs with a greater one go first."),
            JobKey.optional(
                    "allow-partial",
                    KeyRule.truth(),
                    "false",
                    "Whether shares that fail to the end, and rows that a sink refuses, leave the job PARTIAL instead of FAILED."),
            JobKey.optional(
                    "on-lost-dataset",
                    KeyRule.oneOf(List.of(LostDataset.values())),
                    LostDataset.FAIL.toString(),
                    "What happens when the dataset was lost because all nodes had stopped: fail, or wait until it is loaded again."));

    private JobKeys() {}
}
