package io.gridmill.tests.battery;

import io.gridmill.client.Gridmill;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A client as a process of its own: submits the job of a file and waits for it. */
final class SubmittingClient {
    private SubmittingClient() {}

    /** Arguments: where to connect, the job's id, a file with the job as JSON. */
    public static void main(String[] args) throws Exception {
        JobSpec spec = Json.read(Files.readString(Path.of(args[2])), JobSpec.class);
        try (Gridmill client = Gridmill.connect(args[0])) {
            client.submit(args[1], spec).awaitEnd(Duration.ofMinutes(5));
        }
    }
}
