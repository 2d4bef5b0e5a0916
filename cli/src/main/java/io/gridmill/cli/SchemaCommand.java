package io.gridmill.cli;

import io.gridmill.cli.jobfile.JobFilePages;
import io.gridmill.cli.session.Session;
import java.io.IOException;
import picocli.CommandLine.Command;

@Command(
        name = "schema",
        description = "Prints the JSON Schema of a job file, for editors and programs that write some.")
final class SchemaCommand implements GridmillCommand {
    private final Session session;

    SchemaCommand(Session session) {
        this.session = session;
    }

    @Override
    public int run() throws IOException {
        session.println(JobFilePages.schema().stripTrailing());
        return CommandRunner.DONE;
    }
}
