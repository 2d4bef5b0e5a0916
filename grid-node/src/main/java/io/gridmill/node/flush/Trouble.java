package io.gridmill.node.flush;

import io.gridmill.core.error.GridmillException;
import org.jspecify.annotations.Nullable;

/** What went wrong with some sinks of a job while the others went on. For one thread. */
final class Trouble {
    private @Nullable RuntimeException first;

    void with(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            add(e);
        }
    }

    void add(RuntimeException error) {
        if (first == null) {
            first = error;
        } else if (passes(first) && !passes(error)) {
            error.addSuppressed(first);
            first = error;
        } else {
            first.addSuppressed(error);
        }
    }

    /** What another try may not meet again. */
    private static boolean passes(RuntimeException error) {
        return !(error instanceof GridmillException known) || known.code().retryable();
    }

    /** Throws the first error, or the first that no other try will mend; the rest are suppressed in it. */
    void rethrow() {
        if (first != null) {
            throw first;
        }
    }
}
