package io.gridmill.sinks.jdbc;

import org.jspecify.annotations.Nullable;

/** Writes single values of one vector as fields of a COPY: length, then bytes. */
interface CopyCell {
    /** Returns why the column cannot have the value, or null when it was written. */
    @Nullable
    String write(CopyBuffer out, int row);
}
