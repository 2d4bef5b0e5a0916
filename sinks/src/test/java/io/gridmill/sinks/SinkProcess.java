package io.gridmill.sinks;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.json.Json;
import io.gridmill.core.sink.BatchInput;
import io.gridmill.core.sink.Sink;
import io.gridmill.core.sink.SinkManifest;
import io.gridmill.core.sink.SinkSpec;
import io.gridmill.core.sink.StagedAttempt;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * A process that uses a sink as a node does: for each line on standard input ("stage SHARE EPOCH FIRST COUNT", "half SHARE EPOCH FIRST
 * COUNT", "close SHARE/EPOCH/COUNT ...") it takes the step, again while the error is EXTERNAL, and answers with one line. "half" answers
 * in the middle of staging and stays there until it is killed.
 */
public final class SinkProcess {
    static final String JOB = "job1";
    /** How an answer begins; other lines are somebody's log. */
    static final String ANSWER = "answer: ";

    private SinkProcess() {}

    public static void main(String[] arguments) throws IOException {
        SinkSpec spec = Json.read(arguments[0], SinkSpec.class);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (BufferAllocator allocator = new RootAllocator();
                Sink sink = SinkContractTest.open(spec, JOB, TestRows.SCHEMA)) {
            System.out.println(ANSWER + "ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ");
                untilItPasses(() -> take(sink, allocator, words));
                System.out.println(ANSWER + "done");
            }
        }
    }

    private static void untilItPasses(Runnable step) {
        while (true) {
            try {
                step.run();
                return;
            } catch (GridmillException e) {
                if (e.code() != ErrorCode.EXTERNAL) {
                    throw e;
                }
            }
        }
    }

    private static void take(Sink sink, BufferAllocator allocator, String[] words) {
        if (words[0].equals("close")) {
            List<StagedAttempt> winners = new ArrayList<>();
            for (int i = 1; i < words.length; i++) {
                String[] winner = words[i].split("/");
                winners.add(TestRows.attempt(JOB, winner[0], Integer.parseInt(winner[1]), Long.parseLong(winner[2])));
            }
            sink.closeWith(new SinkManifest(JOB, "g1", winners));
            return;
        }
        int count = Integer.parseInt(words[4]);
        StagedAttempt attempt = TestRows.attempt(JOB, words[1], Integer.parseInt(words[2]), count);
        try (TestRows.Batches batches =
                TestRows.batches(allocator, TestRows.SCHEMA, TestRows.rows(Long.parseLong(words[3]), count))) {
            sink.stage(attempt, words[0].equals("half") ? stopAfterHalf(batches, count) : batches);
        }
    }

    private static BatchInput stopAfterHalf(BatchInput batches, int count) {
        int[] given = new int[1];
        return () -> {
            if (given[0] > count / 2) {
                System.out.println(ANSWER + "half");
                try {
                    while (System.in.read() >= 0) {
                        Thread.onSpinWait();
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            var batch = batches.next();
            given[0] += batch == null ? 0 : batch.getRowCount();
            return batch;
        };
    }
}
