package io.gridmill.node.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndWaitsTest {
    private static final long LONG = 60_000;

    private final EndWaits waits = new EndWaits();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void aHintOfTheJobHasItLookedAtAgain() {
        AtomicBoolean ended = new AtomicBoolean();
        AtomicInteger looks = new AtomicInteger();
        CompletableFuture<Void> wait = CompletableFuture.runAsync(
                () -> waits.await("j", LONG, () -> {
                    looks.incrementAndGet();
                    return ended.get();
                }),
                threads);
        await().until(() -> looks.get() == 1);
        waits.hint("another");
        waits.hint("j");
        await().until(() -> looks.get() == 2);
        assertThat(wait).isNotDone();
        ended.set(true);
        waits.hint("j");
        wait.join();
        assertThat(looks).hasValue(3);
    }

    @Test
    void aWaitEndsWithItsTime() {
        AtomicInteger looks = new AtomicInteger();
        waits.await("j", 1, () -> looks.incrementAndGet() < 0);
        assertThat(looks).hasValue(1);
    }

    @Test
    void whoFindsNoPlaceDoesNotWait() {
        AtomicBoolean ended = new AtomicBoolean();
        AtomicInteger looks = new AtomicInteger();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < EndWaits.PLACES; i++) {
            all.add(CompletableFuture.runAsync(
                    () -> waits.await("j", LONG, () -> {
                        looks.incrementAndGet();
                        return ended.get();
                    }),
                    threads));
        }
        await().until(() -> looks.get() == EndWaits.PLACES);
        waits.await("j", LONG, () -> {
            throw new AssertionError("there is no place to look from");
        });
        ended.set(true);
        waits.hint("j");
        all.forEach(CompletableFuture::join);
        AtomicBoolean looked = new AtomicBoolean();
        waits.await("j", LONG, () -> looked.compareAndSet(false, true));
        assertThat(looked).as("places are free again").isTrue();
    }
}
