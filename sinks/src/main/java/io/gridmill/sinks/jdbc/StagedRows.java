package io.gridmill.sinks.jdbc;

import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.BatchInput;
import java.util.List;

/**
 * The rows of one attempt on their way into a staging table.
 *
 * @param table the staging table
 * @param schema its columns, but for {@link StagingTable#ATTEMPT}
 * @param number what that column holds
 * @param into the target's column for each column, when rows will be added to a table that exists; else empty
 * @param batches the rows
 * @param refusals where those go that the database cannot take
 * @param letters where the refusals are staged
 */
record StagedRows(
        String table,
        TableSchema schema,
        long number,
        List<TargetColumn> into,
        BatchInput batches,
        Refusals refusals,
        DeadLetters letters) {
    StagedRows {
        into = List.copyOf(into);
    }
}
