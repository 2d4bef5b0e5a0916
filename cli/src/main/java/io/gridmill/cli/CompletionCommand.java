package io.gridmill.cli;

import io.gridmill.cli.session.Session;
import java.io.IOException;
import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
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
        session.println(AutoComplete.bash("gridmill", Commands.commandLine(session)));
        return CommandRunner.DONE;
    }
}
