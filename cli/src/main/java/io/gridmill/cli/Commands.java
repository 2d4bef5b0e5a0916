package io.gridmill.cli;

import io.gridmill.cli.session.Session;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * All commands by name, in the order of the help. Only the one that was typed is built, because picocli's reading of a command class costs
 * milliseconds that every call would pay.
 */
@Command(
        name = "gridmill",
        description =
                "Batch compute on the JVM: columnar data in a grid, SQL where it lies, each result row in its sink once.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Results go to standard output, everything else to standard error.",
            "Exit status: 0 done, 1 the work failed, 2 the call was wrong.",
            "gridmill COMMAND --help explains a command."
        })
final class Commands {
    private static final Map<String, Function<Session, Object>> BY_NAME = new LinkedHashMap<>();

    static {
        BY_NAME.put("demo", DemoCommand::new);
        BY_NAME.put("node", NodeCommand::new);
        BY_NAME.put("load", LoadCommand::new);
        BY_NAME.put("datasets", DatasetsCommand::new);
        BY_NAME.put("drop", DropCommand::new);
        BY_NAME.put("nodes", NodesCommand::new);
        BY_NAME.put("run", RunCommand::new);
        BY_NAME.put("jobs", JobsCommand::new);
        BY_NAME.put("attach", AttachCommand::new);
        BY_NAME.put("fetch", FetchCommand::new);
        BY_NAME.put("cancel", CancelCommand::new);
        BY_NAME.put("sql", SqlCommand::new);
        BY_NAME.put("explain", ExplainCommand::new);
        BY_NAME.put("config", ConfigCommand::new);
        BY_NAME.put("schema", SchemaCommand::new);
        BY_NAME.put("completion", CompletionCommand::new);
    }

    private Commands() {}

    static CommandLine commandLine(Session session, String... args) {
        CommandSpec root = CommandSpec.forAnnotatedObject(new Commands());
        root.version(Version.TEXT);
        root.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Shows the version.")
                .build());
        CommandLine commandLine = new CommandLine(withHelp(root));
        String typed = args.length == 0 ? "" : args[0];
        BY_NAME.forEach((name, command) -> {
            if (!BY_NAME.containsKey(typed) || name.equals(typed)) {
                commandLine.addSubcommand(name, withHelp(CommandSpec.forAnnotatedObject(command.apply(session))));
            }
        });
        return commandLine;
    }

    private static CommandSpec withHelp(CommandSpec command) {
        return command.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Shows this.")
                .build());
    }
}
