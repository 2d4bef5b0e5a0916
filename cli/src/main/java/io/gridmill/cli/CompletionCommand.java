package io.gridmill.cli;

import io.gridmill.cli.session.Session;
import java.io.IOException;
import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;

@Command(
        name = "completion",
        description = "Prints a script with which the shell completes commands and options.",
        footer = {
            "",
            "bash, in ~/.bashrc:  source <(gridmill completion bash)",
            "zsh, in ~/.zshrc:    source <(gridmill completion zsh)"
        })
final class CompletionCommand implements GridmillCommand {
    private final Session session;

    @Parameters(index = "0", paramLabel = "SHELL", description = "bash or zsh.")
    @SuppressWarnings("unused") // one script suits both: in zsh it starts bashcompinit
    private Shell shell = Shell.BASH;

    /** What people type into. */
    enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    CompletionCommand(Session session) {
        this.session = session;
    }

    @Override
    public int run() throws IOException {
        CommandLine commands = Commands.commandLine(session);
        session.println(withNegatives(AutoComplete.bash("gridmill", commands), commands));
        return CommandRunner.DONE;
    }

    /** picocli completes {@code --header}, and not {@code --no-header}. */
    private static String withNegatives(String script, CommandLine commands) {
        String whole = script;
        for (CommandLine command : commands.getSubcommands().values()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                if (option.negatable()) {
                    String name = option.longestName();
                    String negative =
                            command.getNegatableOptionTransformer().makeNegative(name, command.getCommandSpec());
                    whole = whole.replace("'" + name + "'", "'" + name + "' '" + negative + "'");
                }
            }
        }
        return whole;
    }
}
