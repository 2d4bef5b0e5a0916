package io.gridmill.cli.session;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import java.util.function.Supplier;

/** What was typed cannot be meant so; nothing was done. Exit status 2. */
public final class WrongCall extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WrongCall(String message) {
        super(message);
    }

    private WrongCall(GridmillException cause) {
        super(cause.getMessage(), cause);
    }

    /** Runs what only reads the call, so that its USER errors are errors of the call. */
    public static <T> T check(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (GridmillException e) {
            throw e.code() == ErrorCode.USER ? new WrongCall(e) : e;
        }
    }
}
