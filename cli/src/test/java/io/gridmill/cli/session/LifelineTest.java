package io.gridmill.cli.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LifelineTest {
    private final CountDownLatch ended = new CountDownLatch(1);

    @Test
    void theEndOfTheOtherProcessIsTheEndOfThisOne() throws Exception {
        Process other = new ProcessBuilder("cat").start(); // waits for input that never comes
        try {
            Lifeline.hold(Long.toString(other.pid()), ended::countDown);
            assertThat(ended.getCount()).isEqualTo(1);
        } finally {
            other.destroyForcibly();
        }

        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aProcessThatIsGoneAlreadyEndsThisOneAtOnce() throws Exception {
        Process other = new ProcessBuilder("true").start();
        other.waitFor();
        other.onExit().get();

        Lifeline.hold(Long.toString(other.pid()), ended::countDown);

        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void withoutTheOptionNothingIsWatched() {
        Lifeline.hold(null, ended::countDown);

        assertThat(ended.getCount()).isEqualTo(1);
    }

    @Test
    void whatIsNoProcessIdIsAWrongCall() {
        assertThatThrownBy(() -> Lifeline.hold("x", ended::countDown))
                .isInstanceOf(WrongCall.class)
                .hasMessage("-Dgridmill.exit-with must be the id of a process, got 'x'");
    }
}
