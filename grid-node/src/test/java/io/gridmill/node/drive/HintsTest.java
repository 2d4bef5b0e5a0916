package io.gridmill.node.drive;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.core.json.Json;
import io.gridmill.core.sink.AttemptId;
import io.gridmill.node.ledger.Outcome;
import io.gridmill.node.ledger.ShareRecord;
import io.gridmill.node.ledger.ShareWork;
import io.gridmill.node.ledger.Spent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HintsTest {
    private static final Instant NOW = Instant.parse("2026-11-28T08:00:00Z");
    /** A name that JSON writes in another way, too. */
    private static final String SELF = "node \"A\"";

    private final Hints others = new Hints(job -> false, SELF);
    private final Hints mine = new Hints(job -> true, SELF);

    private static ShareRecord planned(String node) {
        return ShareRecord.planned("j", new ShareWork("0", node, List.of(1), List.of(), 10, 0), NOW);
    }

    private static ShareRecord running(String node) {
        return planned(node).claimed(new AttemptId("g", "j", "0", 1, node, "i"), "s1", NOW);
    }

    private static ShareRecord committed(String node) {
        ShareRecord running = running(node);
        Outcome outcome = new Outcome(1, 1, 1, 1, 0, 0, Spent.UNKNOWN);
        return running.committed(running.attempt(), outcome, "s2", NOW);
    }

    @Test
    void aShareThatIsPlannedConcernsItsNodeAlone() {
        assertThat(others.concernShare("j", Json.write(planned(SELF)))).isTrue();
        assertThat(others.concernShare("j", Json.write(planned("B")))).isFalse();
        assertThat(mine.concernShare("j", Json.write(planned("B")))).isFalse();
    }

    @Test
    void aShareThatIsCommittedOrStagedConcernsWhoseTurnTheJobIs() {
        assertThat(mine.concernShare("j", Json.write(committed("B")))).isTrue();
        assertThat(mine.concernShare("j", Json.write(committed("B").staged("s3", NOW))))
                .isTrue();
        assertThat(others.concernShare("j", Json.write(committed(SELF)))).isFalse();
    }

    @Test
    void aShareThatRunsOrIsGoneConcernsNobody() {
        assertThat(mine.concernShare("j", Json.write(running(SELF)))).isFalse();
        assertThat(mine.concernShare("j", null)).isFalse();
    }

    @Test
    void aJobConcernsWhoseTurnItIsAndWhoHasHadToDoWithItUntilItHasEnded() {
        assertThat(mine.concernJob("j")).isTrue();
        assertThat(others.concernJob("j")).isFalse();
        others.sawJob("j", true);
        assertThat(others.concernJob("j")).isTrue();
        assertThat(others.concernJob("k")).isFalse();
        others.sawJob("j", false);
        assertThat(others.concernJob("j")).isFalse();
    }
}
