package io.gridmill.node.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PauseWatchTest {
    private final List<String> told = new ArrayList<>();
    private boolean others = true;
    private final PauseWatch watch = new PauseWatch(Duration.ofSeconds(10), () -> others, told::add, 0);

    @AfterEach
    void close() {
        watch.close();
    }

    private void lookAt(long seconds) {
        watch.look(TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void aNodeThatStoodStillForLongerThanTheOthersBearSilenceIsToldSo() {
        lookAt(1);
        lookAt(12);

        assertThat(told).singleElement().asString().contains("11000 ms").contains("cluster.failure-detection=10000 ms");
    }

    @Test
    void aShorterPauseIsNothing() {
        lookAt(1);
        lookAt(11);

        assertThat(told).isEmpty();
    }

    @Test
    void whoWasAloneWasGivenUpByNobodyWhoeverHasComeMeanwhile() {
        others = false;
        lookAt(1);
        others = true;
        lookAt(60);

        assertThat(told).isEmpty();
    }

    @Test
    void theOthersOfBeforeThePauseCountAlthoughTheyAreGoneAfterIt() {
        lookAt(1);
        others = false;
        lookAt(60);

        assertThat(told).hasSize(1);
    }
}
