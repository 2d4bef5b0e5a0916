package io.gridmill.benchmarks;

import io.gridmill.core.sink.AttemptId;
import io.gridmill.node.config.JournalConfig;
import io.gridmill.node.journal.ChronicleJournal;
import io.gridmill.node.journal.Journal;
import io.gridmill.node.journal.SealRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Isolates what stands between a share's result and its commit in the ledger: one batch of {@code bytes} and its seal appended to the
 * journal, synced in mode {@code fsync}, acknowledged to the caller; two hand-overs between threads included. Older results are trimmed between
 * iterations, not while it is timed. With {@code -t 4} the writer syncs groups.
 *
 * <p>Floor: {@code FileChannel.write} of the same bytes at the end of a file, and {@code force(true)}, on the same disk. Both are as good as the
 * disk under {@code java.io.tmpdir}; on a tmpfs they say nothing.
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar JournalAppend       # raise: -f 3 -i 10 -p bytes=4096,65536,1048576 -jvmArgsAppend -Djava.io.tmpdir=DIR</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH sets up before it calls anything else
public class JournalAppendBenchmark {
    private static final JournalConfig CONFIG =
            new JournalConfig(JournalConfig.Mode.FSYNC, null, 1L << 30, 1L << 40, Duration.ofMinutes(1));

    /** Bytes of the batch. */
    @Param("65536")
    public int bytes;

    private final AtomicInteger jobs = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private TemporaryFolder folder;
    private Journal journal;
    private FileChannel file;
    private byte[] batch;

    @Setup
    public void openAndCheck() throws IOException {
        folder = new TemporaryFolder();
        batch = new byte[bytes];
        new Random(bytes).nextBytes(batch);
        journal = open("0001");
        int sealed = journal();
        journal.close();
        journal = open("0002");
        checkHeld(sealed);
        file = FileChannel.open(
                folder.path().resolve("floor"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        journalFloor();
        ByteBuffer back = ByteBuffer.allocate(bytes + 1);
        file.read(back, 0);
        byte[] written = new byte[back.flip().remaining()];
        back.get(written);
        Check.equal("the floor's file", batch, written);
    }

    /** What JMH has just timed is there, too; then it makes room for the next iteration. */
    @TearDown(Level.Iteration)
    public void checkAndTrim() throws IOException {
        checkHeld(journal());
        journal.trim(seal -> false);
        file.truncate(0);
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IOException("the journal failed while it was timed", failed);
        }
    }

    @TearDown
    public void close() throws IOException {
        journal.close();
        file.close();
        folder.close();
    }

    /** @return the number of the job whose result was sealed */
    @Benchmark
    public int journal() {
        int job = jobs.incrementAndGet();
        journal.append(new SealRecord(attempt(job), 1, 1, job), List.of(batch)).join();
        return job;
    }

    @Benchmark
    public long journalFloor() throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(batch);
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
        file.force(true);
        return file.position();
    }

    private Journal open(String incarnation) {
        return ChronicleJournal.open(folder.path().resolve("journal"), incarnation, CONFIG, failure::set);
    }

    private static AttemptId attempt(int job) {
        return new AttemptId("g1", "job" + job, "0", 1, "node", "0001");
    }

    private void checkHeld(int job) {
        List<byte[]> held = new ArrayList<>();
        journal.read(attempt(job), held::add);
        Check.equal("batches in the journal", 1, held.size());
        Check.equal("the batch in the journal", batch, held.get(0));
    }
}
