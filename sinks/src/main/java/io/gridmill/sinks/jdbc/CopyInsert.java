package io.gridmill.sinks.jdbc;

import io.gridmill.core.schema.TableSchema;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Collectors;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows by COPY FROM STDIN in PostgreSQL's binary format (its manual, COPY, "Binary Format"): a header, for each row the number of its
 * fields and then the fields, and -1 at the end. A row that the server would refuse is noted and left out. Not thread-safe.
 */
final class CopyInsert {
    private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int SEND_AT = 64 * 1024;

    private final Dialect dialect;
    private final StagedRows staged;
    private final CopyBuffer buffer = new CopyBuffer(2 * SEND_AT);
    /** Rows before the batch at hand. */
    private long before;

    private CopyInsert(Dialect dialect, StagedRows staged) {
        this.dialect = dialect;
        this.staged = staged;
    }

    /** Returns the rows that the server says it has taken. */
    static long insert(Connection connection, Dialect dialect, StagedRows staged) throws SQLException {
        CopyInsert insert = new CopyInsert(dialect, staged);
        long rows = 0;
        boolean more;
        do { // No statement can run while a COPY does, so many refusals end it for a while.
            CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(insert.sql());
            try {
                more = insert.copy(copy);
                rows += copy.endCopy();
            } catch (SQLException | RuntimeException | Error e) {
                cancel(copy, e);
                throw e;
            }
            staged.letters()
                    .stage(connection, staged.number(), staged.refusals().take());
        } while (more);
        return rows;
    }

    private static void cancel(CopyIn copy, Throwable failure) {
        try {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private String sql() {
        String columns = staged.schema().columns().stream()
                .map(column -> dialect.quote(column.name()) + ", ")
                .collect(Collectors.joining());
        return "COPY " + dialect.quoteTable(staged.table()) + " (" + columns + StagingTable.ATTEMPT
                + ") FROM STDIN (FORMAT binary)";
    }

    /** Returns whether there are more rows. */
    private boolean copy(CopyIn copy) throws SQLException {
        buffer.bytes(SIGNATURE);
        buffer.int32(0); // flags
        buffer.int32(0); // no more header
        VectorSchemaRoot batch = staged.batches().next();
        while (batch != null) {
            write(copy, batch);
            batch = staged.refusals().areMany() ? null : staged.batches().next();
        }
        buffer.int16(-1);
        send(copy);
        return staged.refusals().areMany();
    }

    private void write(CopyIn copy, VectorSchemaRoot batch) throws SQLException {
        TableSchema schema = staged.schema();
        CopyCell[] cells = new CopyCell[schema.size()];
        for (int i = 0; i < cells.length; i++) {
            TargetColumn into = staged.into().isEmpty() ? null : staged.into().get(i);
            cells[i] = CopyCells.of(schema.column(i), batch.getVector(i), into);
        }
        for (int row = 0; row < batch.getRowCount(); row++) {
            write(cells, batch, row);
            if (buffer.length() >= SEND_AT) {
                send(copy);
            }
        }
        before += batch.getRowCount();
    }

    private void write(CopyCell[] cells, VectorSchemaRoot batch, int row) {
        int start = buffer.length();
        buffer.int16(cells.length + 1);
        for (int i = 0; i < cells.length; i++) {
            @Nullable String fault = cells[i].write(buffer, row);
            if (fault != null) {
                buffer.cutTo(start);
                staged.refusals()
                        .add(
                                before + row,
                                staged.schema().column(i).name(),
                                fault,
                                () -> RecordText.of(staged.schema(), batch, row));
                return;
            }
        }
        buffer.int32(Long.BYTES);
        buffer.int64(staged.number());
    }

    private void send(CopyIn copy) throws SQLException {
        copy.writeToCopy(buffer.bytes(), 0, buffer.length());
        buffer.cutTo(0);
    }
}
