package io.gridmill.compute.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import org.jspecify.annotations.Nullable;

/** One expression, computed for one row in which the column x is the INTEGER 7. */
final class Evaluated {
    private Evaluated() {}

    static @Nullable Object value(String expression) {
        try (TestTable table = TestTable.column("INTEGER", 7L)) {
            return table.value("SELECT " + expression + " FROM t");
        }
    }

    /** The message with which the row fails. */
    static String error(String expression) {
        try (TestTable table = TestTable.column("INTEGER", 7L)) {
            GridmillException e = catchThrowableOfType(
                    GridmillException.class, () -> table.query("SELECT " + expression + " FROM t"));
            assertThat(e).as("must fail: %s", expression).isNotNull();
            assertThat(e.code()).isEqualTo(ErrorCode.DATA);
            return String.valueOf(e.getMessage());
        }
    }
}
