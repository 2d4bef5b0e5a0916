package io.gridmill.core.error;

import org.jspecify.annotations.Nullable;

/**
 * The one exception of Gridmill's API. Its message says rule, actual value and place, for example {@code rowCount must be > 0,
 * got 0 [dataset=trades, partition=17]}.
 */
public final class GridmillException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public GridmillException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public GridmillException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    public static GridmillException user(String message) {
        return new GridmillException(ErrorCode.USER, message);
    }

    public static GridmillException data(String message) {
        return new GridmillException(ErrorCode.DATA, message);
    }

    public static GridmillException resource(String message) {
        return new GridmillException(ErrorCode.RESOURCE, message);
    }

    public static GridmillException external(String message, Throwable cause) {
        return new GridmillException(ErrorCode.EXTERNAL, message, cause);
    }

    public static GridmillException internal(String message) {
        return new GridmillException(ErrorCode.INTERNAL, message);
    }
}
