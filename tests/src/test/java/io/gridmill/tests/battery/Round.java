package io.gridmill.tests.battery;

import io.gridmill.core.job.WriteMode;
import io.gridmill.node.fault.Failpoint;
import io.gridmill.tests.fault.Query;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is played in a round.
 *
 * @param number from 1
 * @param card the fault and its point
 * @param query over dataset {@code lines}
 * @param sinks where the rows go, in the order of the job, with the way each is written
 * @param extras further points that the first node to come there meets, and what it does
 * @param seed of what the script leaves to chance
 */
record Round(
        int number, Card card, Query query, Map<SinkKind, WriteMode> sinks, Map<Failpoint, String> extras, long seed) {
    /** A fault at a point. */
    record Card(Fault fault, Failpoint point) {
        @Override
        public String toString() {
            return fault + " at " + point.fileName();
        }
    }

    String jobId() {
        return "round" + number;
    }

    List<SinkKind> sinkKinds() {
        return List.copyOf(sinks.keySet());
    }

    @Override
    public String toString() {
        String more = extras.entrySet().stream()
                .map(extra -> ", " + extra.getValue() + " at " + extra.getKey().fileName())
                .collect(Collectors.joining());
        String into = sinks.entrySet().stream()
                .map(sink -> sink.getKey() + " " + sink.getValue())
                .collect(Collectors.joining(", "));
        return "round " + number + ": " + card + more + "; " + query + " into " + into;
    }
}
