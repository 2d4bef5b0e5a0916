package io.gridmill.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.core.job.JobState;
import io.gridmill.core.job.JobStatus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class ProgressTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private long millis;

    @Test
    void a_job_that_ends_within_a_second_says_nothing() {
        try (Progress progress = progress(false)) {
            progress.accept(query(JobState.OPEN, 0, 0));
            millis = 999;
            progress.accept(query(JobState.OPEN, 2, 5_000));
            progress.accept(query(JobState.DONE, 4, 10_000));
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void a_longer_one_says_a_line_a_second_with_speed_and_estimate() {
        try (Progress progress = progress(false)) {
            progress.accept(query(JobState.OPEN, 0, 0));
            millis = 1_000;
            progress.accept(query(JobState.OPEN, 1, 2_500));
            millis = 1_500;
            progress.accept(query(JobState.OPEN, 1, 3_000));
            millis = 2_000;
            progress.accept(query(JobState.CLOSING, 4, 10_000));
            millis = 3_000;
            progress.accept(query(JobState.DONE, 4, 10_000));
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("""
                        gridmill: job j1: 1/4 shares, 2,500 of 10,000 rows, 2,500 rows/s, about 3.0 s left
                        gridmill: job j1: 4/4 shares, closing sinks, 10,000 of 10,000 rows, 5,000 rows/s
                        """);
    }

    @Test
    void the_speed_of_a_job_attached_to_late_counts_from_the_attaching() {
        Pace pace =
                new Pace(query(JobState.OPEN, 1, 8_000), query(JobState.OPEN, 1, 9_000), TimeUnit.SECONDS.toNanos(2));
        assertThat(pace.speed()).isEqualTo("500 rows/s");
        assertThat(pace.left()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void a_load_is_measured_in_bytes() {
        Pace pace = new Pace(load(0, 0, 0), load(1_000, 100_000_000, 1), TimeUnit.SECONDS.toNanos(4));
        assertThat(pace.line())
                .isEqualTo(
                        "job l1: 2/4 shares, 1 takeover, 1,000 rows, 100.0 MB of 760.0 MB, 250 rows/s, about 26.4 s left");
    }

    @Test
    void before_the_cut_a_job_waits() {
        JobStatus waiting = new JobStatus(
                "j1", "n", "sql", JobState.SUBMITTED, null, Instant.EPOCH, null, 0, 0, 0, 0, 0, -1, 0, 0, -1, 0, "");
        assertThat(new Pace(waiting, waiting, 1).line()).isEqualTo("job j1: waiting, 0 rows");
    }

    @Test
    void on_a_terminal_it_is_a_bar_that_is_wiped_away() {
        try (Progress progress = progress(true)) {
            progress.accept(query(JobState.OPEN, 0, 0));
            millis = 1_000;
            progress.accept(query(JobState.OPEN, 1, 2_500));
            Awaitility.await().until(() -> err.toString(StandardCharsets.UTF_8).contains("1/4 shares"));
        }
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("j1")
                .doesNotContain("\n")
                .endsWith("\r\u001b[K");
    }

    @Test
    void after_it_is_closed_it_says_nothing_more() {
        Progress progress = progress(false);
        progress.accept(query(JobState.OPEN, 0, 0));
        progress.close();
        millis = 5_000;
        progress.accept(query(JobState.OPEN, 1, 2_500));
        assertThat(err.size()).isZero();
    }

    @Test
    void amounts_are_for_people() {
        assertThat(Amounts.bytes(999)).isEqualTo("999 B");
        assertThat(Amounts.bytes(1_500)).isEqualTo("1.5 kB");
        assertThat(Amounts.bytes(760_400_000)).isEqualTo("760.4 MB");
        assertThat(Amounts.rows(1)).isEqualTo("1 row");
        assertThat(Amounts.rows(1_234_567)).isEqualTo("1,234,567 rows");
        assertThat(Amounts.duration(Duration.ofMillis(1_250))).isEqualTo("1.3 s");
        assertThat(Amounts.duration(Duration.ofSeconds(125))).isEqualTo("2 m 05 s");
        assertThat(Amounts.duration(Duration.ofSeconds(3_720))).isEqualTo("1 h 02 m");
    }

    private Progress progress(boolean terminal) {
        return new Progress(
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal,
                () -> TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private static JobStatus query(JobState state, int sharesDone, long rows) {
        return new JobStatus(
                "j1", "n", "sql", state, null, Instant.EPOCH, null, 4, 1, sharesDone, 0, rows, 10_000, 0, 0, -1, 0, "");
    }

    private static JobStatus load(long rows, long bytes, int takeovers) {
        return new JobStatus(
                "l1",
                "n",
                "load",
                JobState.OPEN,
                null,
                Instant.EPOCH,
                null,
                4,
                1,
                2,
                takeovers,
                rows,
                -1,
                bytes,
                760_000_000,
                -1,
                0,
                "");
    }
}
