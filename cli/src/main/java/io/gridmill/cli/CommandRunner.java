package io.gridmill.cli;

import io.gridmill.cli.session.Session;
import io.gridmill.cli.session.WrongCall;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.error.Nearest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs one command, and turns whatever goes wrong into one line and an exit status. */
final class CommandRunner {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_CALL = 2;
    /** As a program ends whose reader has gone, as in {@code gridmill fetch j | head}. */
    static final int READER_GONE = 128 + 13;

    private static final String TRACE = "GRIDMILL_TRACE";

    private CommandRunner() {}

    static int run(Session session, String... args) {
        if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
            return finish(session, null, () -> {
                session.println(Version.TEXT);
                return DONE;
            });
        }
        PrintWriter help = new PrintWriter(session.out(), false, StandardCharsets.UTF_8);
        // ${env:NAME} and @ in what people type, and in the help, mean what they say.
        CommandLine commandLine = Commands.commandLine(session, args)
                .setOut(help)
                .setInterpolateVariables(false)
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(110)
                .setUsageHelpLongOptionsMaxWidth(34);
        ParseResult parsed;
        try {
            parsed = commandLine.parseArgs(args);
        } catch (ParameterException e) {
            return wrongCall(session, e);
        }
        return finish(session, query(parsed), () -> execute(session, commandLine, parsed));
    }

    private interface Work {
        int run() throws Exception;
    }

    private static int execute(Session session, CommandLine commandLine, ParseResult parsed) throws Exception {
        if (CommandLine.printHelpIfRequested(parsed)) {
            commandLine.getOut().flush(); // the one that all commands share
            return DONE;
        }
        if (!parsed.hasSubcommand()) {
            commandLine.usage(session.err());
            return WRONG_CALL;
        }
        Object command = parsed.subcommand().commandSpec().userObject();
        return ((GridmillCommand) command).run();
    }

    private static int finish(Session session, @Nullable HasQuery query, Work work) {
        try {
            int status = work.run();
            session.out().flush();
            return status;
        } catch (WrongCall e) {
            return complain(session, e, e.getMessage(), WRONG_CALL);
        } catch (GridmillException e) {
            int status = complain(session, e, e.getMessage(), FAILED);
            if (query != null && e.getMessage() != null) {
                Caret.under(query.query(), e.getMessage()).forEach(session.err()::println);
            }
            return status;
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
                return READER_GONE;
            }
            return complain(session, e, "cannot write the output: " + e.getMessage(), FAILED);
        } catch (Exception e) {
            return complain(session, e, "internal error: " + e + " (" + TRACE + "=1 shows where)", FAILED);
        }
    }

    private static int wrongCall(Session session, ParameterException e) {
        String message = String.valueOf(e.getMessage())
                .replaceFirst("^Error: ", "")
                .replaceFirst("^Value for option option ", "Value for option ");
        if (e instanceof UnmatchedArgumentException unmatched) {
            String typed = unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
            String nearest = Nearest.to(typed, unmatched.getSuggestions());
            message += nearest == null ? "" : "; did you mean " + nearest + "?";
        }
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        return complain(session, e, message + "; see " + name + " --help", WRONG_CALL);
    }

    private static int complain(Session session, Exception error, @Nullable String message, int status) {
        session.tell(String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " "));
        if ("1".equals(session.environment().get(TRACE))) {
            StringWriter trace = new StringWriter();
            error.printStackTrace(new PrintWriter(trace));
            session.err().print(trace);
        }
        return status;
    }

    private static @Nullable HasQuery query(ParseResult parsed) {
        return parsed.hasSubcommand() && parsed.subcommand().commandSpec().userObject() instanceof HasQuery query
                ? query
                : null;
    }
}
