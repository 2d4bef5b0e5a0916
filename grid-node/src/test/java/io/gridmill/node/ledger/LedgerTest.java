package io.gridmill.node.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.JobState;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.AttemptId;
import io.gridmill.node.grid.LoneGrid;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    private static final JobSpec SPEC = JobSpec.sql("SELECT a FROM t");

    @TempDir
    static Path folder;

    private static LoneGrid grid;

    private final Ledger mine = new Ledger(grid.caches(), "alpha", "1");
    private final Ledger theirs = new Ledger(grid.caches(), "beta", "1");
    private final String id = "j" + UUID.randomUUID().toString().replace('-', '_');

    @BeforeAll
    static void start() {
        grid = new LoneGrid(folder);
    }

    @AfterAll
    static void stop() {
        grid.close();
    }

    @Test
    void theSameIdAndSpecSubmittedTwiceIsOneJob() {
        JobRecord first = mine.submit(id, SPEC);

        assertThat(theirs.submit(id, SPEC)).isEqualTo(first);
        assertThat(mine.activeJobs()).contains(id);
    }

    @Test
    void theSameIdWithAnotherSpecIsRefusedAndNamed() {
        mine.submit(id, SPEC);

        assertThatThrownBy(() -> theirs.submit(id, SPEC.priority(7)))
                .isInstanceOf(GridmillException.class)
                .hasMessageContaining("job id " + id + " is taken by a job with another spec");
    }

    @Test
    void submittingAJobThatHasEndedDoesNotMakeItActiveAgain() {
        JobRecord job = mine.submit(id, SPEC).aborting(JobState.FAILED, "x", mine.stamp());
        assertThat(mine.step(mine.job(id), job)).isTrue();
        assertThat(mine.step(job, job.ended(mine.stamp(), Instant.now()))).isTrue();
        mine.deactivate(id);

        assertThat(mine.submit(id, SPEC).state()).isEqualTo(JobState.FAILED);
        assertThat(mine.activeJobs()).doesNotContain(id);
    }

    @Test
    void allNodesAgreeOnTheGenerationOfTheLedger() {
        assertThat(mine.generation()).isEqualTo(theirs.generation());
    }

    @Test
    void ofTwoClaimsOfTheSameStateOneWins() {
        ShareRecord planned = share();
        ShareRecord byMe = planned.claimed(mine.attempt(id, "0", 1), mine.stamp(), Instant.now());
        ShareRecord byThem = planned.claimed(theirs.attempt(id, "0", 1), theirs.stamp(), Instant.now());

        assertThat(mine.step(planned, byMe)).isTrue();
        assertThat(theirs.step(planned, byThem)).isFalse();
        assertThat(mine.share(id, "0")).isEqualTo(byMe);
    }

    @Test
    void aStepWhoseAnswerWasLostIsFoundApplied() {
        ShareRecord planned = share();
        ShareRecord claimed = planned.claimed(mine.attempt(id, "0", 1), mine.stamp(), Instant.now());
        assertThat(mine.step(planned, claimed)).isTrue();

        assertThat(mine.step(planned, claimed)).as("the same step said again").isTrue();
    }

    @Test
    void twoStepsToTheSameStateAreTold() {
        ShareRecord planned = share();
        AttemptId attempt = mine.attempt(id, "0", 1);
        Instant now = Instant.now();
        assertThat(mine.step(planned, planned.claimed(attempt, mine.stamp(), now)))
                .isTrue();

        assertThat(mine.step(planned, planned.claimed(attempt, mine.stamp(), now)))
                .isFalse();
    }

    @Test
    void aWalkFindsWhatIsMissingByTheCut() {
        JobRecord job = open("0", "1");

        Walk walk = Walk.from(mine, job);

        assertThat(walk.leaves()).isEmpty();
        assertThat(walk.missing()).extracting(share -> share.work().share()).containsExactly("0", "1");
        assertThat(walk.complete(false, share -> true)).isFalse();
    }

    @Test
    void aWalkDescendsIntoChildrenAndTakesNothingElse() {
        JobRecord job = open("0", "1");
        mine.create(Walk.from(mine, job).missing());
        ShareRecord parent = mine.share(id, "0");
        List<ShareWork> children = List.of(work("0.0"), work("0.1"));
        assertThat(mine.step(parent, parent.split(children, "gone", mine.stamp(), Instant.now())))
                .isTrue();

        Walk before = Walk.from(mine, job);
        mine.create(before.missing());
        mine.create(List.of(ShareRecord.planned(id, work("0.2"), Instant.now())));
        Walk after = Walk.from(theirs, job);

        assertThat(before.missing()).extracting(share -> share.work().share()).containsExactly("0.0", "0.1");
        assertThat(after.missing()).isEmpty();
        assertThat(after.leaves()).extracting(share -> share.work().share()).containsExactly("0.0", "0.1", "1");
        assertThat(after.splits()).isEqualTo(1);
    }

    @Test
    void childrenStartWithTheirParentsEpochAndAttempts() {
        ShareRecord planned = share();
        ShareRecord claimed = planned.claimed(mine.attempt(id, "0", 1), mine.stamp(), Instant.now());
        ShareRecord split = claimed.split(List.of(work("0.0")), "gone", mine.stamp(), Instant.now());

        ShareRecord child = ShareRecord.child(split, split.children().get(0));

        assertThat(child.epoch()).isEqualTo(1);
        assertThat(child.attempts()).isEqualTo(1);
        assertThat(child.takenFrom()).isEqualTo("alpha");
        assertThat(child.attempt()).isNull();
    }

    @Test
    void aLostResultDoesNotCountAgainstItsShareAndKeepsTheEpoch() {
        AttemptId attempt = mine.attempt(id, "0", 1);
        ShareRecord claimed = share().claimed(attempt, mine.stamp(), Instant.now());
        ShareRecord committed =
                claimed.committed(attempt, new Outcome(1, 2, 3, 4, 0, 0, Spent.UNKNOWN), mine.stamp(), Instant.now());

        ShareRecord again = committed.resultLost("lost", mine.stamp(), Instant.now());

        assertThat(again.state()).isEqualTo(ShareState.PLANNED);
        assertThat(again.attempts()).isZero();
        assertThat(again.epoch()).isEqualTo(1);
        assertThat(again.outcome()).isNull();
    }

    @Test
    void aQuarantinedShareCountsOnlyWhereTheJobAllowsIt() {
        JobRecord job = open("0");
        mine.create(Walk.from(mine, job).missing());
        ShareRecord share = mine.share(id, "0");
        mine.step(share, share.quarantined("bad", mine.stamp(), Instant.now()));

        Walk walk = Walk.from(mine, job);

        assertThat(walk.complete(false, any -> true)).isFalse();
        assertThat(walk.complete(true, any -> false)).isTrue();
        assertThat(walk.winners()).isEmpty();
    }

    @Test
    void aForgottenJobLeavesNoRecord() {
        JobRecord job = open("0", "1");
        mine.create(Walk.from(mine, job).missing());

        mine.forget(job);

        assertThat(mine.job(id)).isNull();
        assertThat(mine.share(id, "0")).isNull();
        assertThat(mine.share(id, "1")).isNull();
    }

    private ShareRecord share() {
        ShareRecord planned = ShareRecord.planned(id, work("0"), Instant.now());
        mine.create(List.of(planned));
        return planned;
    }

    private JobRecord open(String... shares) {
        JobRecord submitted = mine.submit(id, SPEC);
        @Nullable String none = null;
        Cut cut = new Cut(
                "t",
                1,
                TableSchema.parse("a INTEGER"),
                List.of(shares).stream().map(LedgerTest::work).toList(),
                none,
                false,
                null,
                List.of(),
                10,
                0,
                none,
                "life");
        JobRecord open = submitted.open(cut, mine.stamp());
        assertThat(mine.step(submitted, open)).isTrue();
        return open;
    }

    private static ShareWork work(String share) {
        return new ShareWork(share, "alpha", List.of(1, 2), List.of(), 10, 0);
    }
}
