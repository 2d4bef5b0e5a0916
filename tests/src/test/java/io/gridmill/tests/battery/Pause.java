package io.gridmill.tests.battery;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Time that passes: how long a fault lasts, how often something is looked at. */
final class Pause {
    private Pause() {}

    static void of(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
