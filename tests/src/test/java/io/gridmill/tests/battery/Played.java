package io.gridmill.tests.battery;

import io.gridmill.node.fault.Failpoint;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a round.
 *
 * @param round what was to be played
 * @param skipped why it was not, or null
 * @param state how the job ended, or null when it did not
 * @param met the points that were really met
 * @param took with everything that it took to make the grid whole before
 * @param verdicts what must not be, empty when all is well
 */
record Played(
        Round round,
        @Nullable String skipped,
        @Nullable String state,
        List<Failpoint> met,
        Duration took,
        List<Verdict> verdicts) {
    Played {
        met = List.copyOf(met);
        verdicts = List.copyOf(verdicts);
    }

    static Played skipped(Round round, String why) {
        return new Played(round, why, null, List.of(), Duration.ZERO, List.of());
    }

    static Played of(Round round, Script.@Nullable End end, Duration took, List<Verdict> verdicts) {
        String state = end == null ? null : end.status().state().toString();
        return new Played(round, null, state, end == null ? List.of() : end.met(), took, verdicts);
    }

    boolean failed() {
        return !verdicts.isEmpty();
    }

    /** Whether the fault came to pass. */
    boolean hit() {
        return met.contains(round.card().point());
    }

    @Override
    public String toString() {
        String what = skipped != null
                ? "skipped, " + skipped
                : failed() ? "ROUND FAILED" : "job " + state + (hit() ? "" : ", point not met");
        return round + " -> " + what + " (" + took.toMillis() / 100 / 10.0 + " s)";
    }
}
