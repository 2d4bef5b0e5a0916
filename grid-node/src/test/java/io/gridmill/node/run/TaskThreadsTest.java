package io.gridmill.node.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.task.CancelToken;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TaskThreadsTest {
    private static final CancelToken STOPPED = () -> {
        throw GridmillException.user("enough");
    };

    @Test
    void whatTheWorkReturnsAndThrowsComesBack() throws Exception {
        assertThat(TaskThreads.<String>run("a", CancelToken.NEVER, lanes -> get(lanes.submit(() -> "done"))))
                .isEqualTo("done");
        assertThatThrownBy(() -> TaskThreads.run("a", CancelToken.NEVER, lanes -> {
                    throw GridmillException.data("odd");
                }))
                .isInstanceOf(GridmillException.class)
                .hasMessage("odd");
        assertThatThrownBy(() -> TaskThreads.run("a", CancelToken.NEVER, lanes -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(GridmillException.class)
                .hasMessage("a task failed: java.lang.StackOverflowError");
    }

    @Test
    void workThatHeedsInterruptsEndsWhenItIsStopped() {
        CountDownLatch ended = new CountDownLatch(2);
        assertThatThrownBy(() -> TaskThreads.run("a", STOPPED, lanes -> {
                    Future<?> lane = lanes.submit(() -> sleepUntilInterrupted(ended));
                    sleepUntilInterrupted(ended);
                    return get(lane);
                }))
                .isInstanceOf(GridmillException.class)
                .hasMessage("enough");
        assertThat(ended.getCount()).isZero();
    }

    @Test
    void workThatDoesNotIsLeftBehindAndItsPlaceIsSaid() {
        CountDownLatch release = new CountDownLatch(1);
        try {
            assertThatThrownBy(() -> TaskThreads.run("a", STOPPED, lanes -> spin(release)))
                    .isInstanceOf(GridmillException.class)
                    .hasMessageContaining("enough; it does not end, and is left behind at")
                    .hasMessageContaining("TaskThreadsTest.spin(TaskThreadsTest.java:");
        } finally {
            release.countDown();
        }
    }

    private static void sleepUntilInterrupted(CountDownLatch ended) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            ended.countDown();
        }
    }

    private static Object spin(CountDownLatch release) {
        while (release.getCount() > 0) {
            Thread.onSpinWait();
        }
        return release;
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
