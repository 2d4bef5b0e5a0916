package io.gridmill.cli;

import io.gridmill.cli.jobfile.JobFile;
import io.gridmill.cli.jobfile.SinkUri;
import io.gridmill.cli.jobfile.TaskSection;
import io.gridmill.cli.session.Session;
import io.gridmill.cli.session.WrongCall;
import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import io.gridmill.compute.task.BuiltInTasks;
import io.gridmill.core.job.DurationText;
import io.gridmill.core.job.JobId;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.TaskSpec;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.sink.SinkSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "run",
        description = {
            "Runs a job and waits for it. Its rows go to standard output, unless they go to a dataset or a sink; with --output they do both.",
            "Options beside a job file win over what stands in it; --param and --sink add to it."
        },
        footer = {
            "",
            "A SINK is parquet:FOLDER?mode=replace, csv:FOLDER?delimiter=; or jdbc:URL?table=NAME&mode=append&user=U&password=${env:P}.",
            "Relative paths, also those inside a job file, start in the folder where the command is typed.",
            "The same --id with the same job again is the same job."
        })
final class RunCommand extends RowsCommand implements HasQuery {
    @Parameters(index = "0", arity = "0..1", paramLabel = "JOB.yaml", description = "A job file.")
    private @Nullable Path file;

    @Option(names = "--sql", paramLabel = "QUERY", description = "A query over one dataset, instead of a job file.")
    private @Nullable String sql;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            completionCandidates = Tasks.class,
            description = "A built-in task, or a class on the nodes' class path, instead of a job file.")
    private @Nullable String task;

    @Option(names = "--dataset", paramLabel = "DATASET", description = "With --task: the dataset that it reads.")
    private @Nullable String dataset;

    @Option(names = "--id", paramLabel = "ID", description = "The job's id; made up otherwise.")
    private @Nullable String id;

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "Value of the query's :NAME, or of the task. May be repeated.")
    private Map<String, String> params = new TreeMap<>();

    @Option(
            names = "--param-file",
            paramLabel = "NAME=FILE",
            description = "A parameter whose value is what the file holds. May be repeated.")
    private Map<String, Path> paramFiles = new TreeMap<>();

    @Option(names = "--result", paramLabel = "DATASET", description = "The dataset that the result becomes.")
    private @Nullable String result;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            completionCandidates = Modes.class,
            description = "With --result: create, append or replace (default).")
    private @Nullable String mode;

    /** For the shell's completion. */
    static final class Tasks implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return BuiltInTasks.names().iterator();
        }
    }

    /** For the shell's completion. */
    static final class Modes implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(WriteMode.values()).map(WriteMode::toString).iterator();
        }
    }

    @Option(
            names = "--table",
            paramLabel = "TABLE",
            description = "The SQL table that the result becomes, for JDBC, in place of one that is there.")
    private @Nullable String table;

    @Option(names = "--sink", paramLabel = "SINK", description = "Where the result goes. May be repeated.")
    private List<String> sinks = new ArrayList<>();

    @Option(names = "--detach", description = "Prints the id and does not wait.")
    private boolean detach;

    @Option(
            names = "--attempts",
            paramLabel = "N",
            description = "Executions of a share before the job fails. Default: " + JobSpec.DEFAULT_ATTEMPTS + ".")
    private @Nullable Integer attempts;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            description = "How long the job may take, such as 90s or 10m. Default: no limit.")
    private @Nullable String deadline;

    @Option(
            names = "--priority",
            paramLabel = "N",
            description = "Waiting jobs with a greater one go first. Default: 0.")
    private @Nullable Integer priority;

    @Option(
            names = "--allow-partial",
            description =
                    "Shares that fail to the end, and rows that a sink refuses, leave the job PARTIAL instead of FAILED.")
    private boolean allowPartial;

    private @Nullable JobSpec spec;

    RunCommand(Session session) {
        super(session);
    }

    @Override
    void check() {
        super.check();
        if (Stream.of(file, sql, task).filter(Objects::nonNull).count() != 1) {
            throw new WrongCall("run needs one of a job file, --sql and --task");
        }
        if ((task == null) != (dataset == null)) {
            throw new WrongCall("--task and --dataset go together");
        }
        if (mode != null && result == null) {
            throw new WrongCall(
                    "--mode says what happens to the dataset of --result, which is missing; a sink has a mode of its own");
        }
        if (detach && output.given()) {
            throw new WrongCall(
                    "--detach does not wait for rows, so --output has nothing to write; gridmill fetch ID does later");
        }
        spec = WrongCall.check(this::readSpec);
    }

    @Override
    int run(Gridmill gridmill) throws Exception {
        JobSpec job = Objects.requireNonNull(spec);
        JobHandle handle = gridmill.submit(id == null ? JobId.create() : id, job);
        if (detach) {
            session.println(handle.id());
            return CommandRunner.DONE;
        }
        new JobWatch(session).untilResult(handle);
        if (job.result() != null) {
            session.tell("result is dataset " + job.result().name());
        }
        for (SinkSpec sink : job.sinks()) {
            session.tell("result is in " + sink.type() + " " + place(sink));
        }
        if (output.given() || (job.result() == null && job.sinks().isEmpty())) {
            output.write(session, handle.fetch());
        }
        return CommandRunner.DONE;
    }

    @Override
    public String query() {
        return spec == null || spec.sql() == null ? "" : spec.sql();
    }

    private JobSpec readSpec() {
        if (id != null) {
            JobId.check(id);
        }
        JobSpec job = file != null
                ? JobFile.read(session.resolve(file.toString()), session.folder())
                : task != null && dataset != null
                        ? JobSpec.task(TaskSpec.of(dataset, task))
                        : JobSpec.sql(String.valueOf(sql));
        for (Map.Entry<String, String> param : params.entrySet()) {
            job = job.param(param.getKey(), param.getValue());
        }
        for (Map.Entry<String, Path> param : paramFiles.entrySet()) {
            job = job.param(
                    param.getKey(),
                    TaskSection.content(session.resolve(param.getValue().toString())));
        }
        if (result != null) {
            job = job.result(result, mode == null ? WriteMode.REPLACE : WriteMode.parse(mode));
        }
        if (table != null) {
            job = job.table(table);
        }
        for (String sink : sinks) {
            job = job.sink(SinkUri.parse(sink, session.folder()));
        }
        job = attempts == null ? job : job.attempts(attempts);
        job = deadline == null ? job : job.deadline(DurationText.parse(deadline));
        job = priority == null ? job : job.priority(priority);
        return allowPartial ? job.allowPartial(true) : job;
    }

    private static String place(SinkSpec sink) {
        if (sink.type().equals(SinkSpec.TABLE)) {
            return sink.options().getOrDefault("name", "");
        }
        String table = sink.options().get("table");
        String url = sink.options().getOrDefault("url", "").replaceFirst("\\?.*", "");
        return table == null ? sink.options().getOrDefault("path", "") : url + " table " + table;
    }
}
