package io.gridmill.sinks.jdbc;

import io.gridmill.core.error.GridmillException;
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
 * One COPY FROM STDIN in PostgreSQL's binary format (its manual, COPY, "Binary Format"): a header, for each row the number of its fields
 * and then the fields, and -1 at the end. Not thread-safe.
 */
final class CopyInsert {
    private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int SEND_AT = 64 * 1024;

    private final StagedRows staged;
    private final CopyIn copy;
    private final CopyBuffer buffer = new CopyBuffer(2 * SEND_AT);
    private long rows;

    private CopyInsert(StagedRows staged, CopyIn copy) {
        this.staged = staged;
        this.copy = copy;
    }

    /** Returns the rows that the server says it has taken. */
    static long insert(Connection connection, Dialect dialect, StagedRows staged) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql(dialect, staged));
        try {
            return new CopyInsert(staged, copy).run();
        } catch (SQLException | RuntimeException | Error e) {
            cancel(copy, e);
            throw e;
        }
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

    private static String sql(Dialect dialect, StagedRows staged) {
        String columns = staged.schema().columns().stream()
                .map(column -> dialect.quote(column.name()) + ", ")
                .collect(Collectors.joining());
        return "COPY " + dialect.quoteTable(staged.table()) + " (" + columns + StagingTable.ATTEMPT
                + ") FROM STDIN (FORMAT binary)";
    }

    private long run() throws SQLException {
        buffer.bytes(SIGNATURE);
        buffer.int32(0); // flags
        buffer.int32(0); // no more header
        VectorSchemaRoot batch = staged.batches().next();
        while (batch != null) {
            write(batch);
            batch = staged.batches().next();
        }
        buffer.int16(-1);
        send();
        return copy.endCopy();
    }

    private void write(VectorSchemaRoot batch) throws SQLException {
        TableSchema schema = staged.schema();
        CopyCell[] cells = new CopyCell[schema.size()];
        for (int i = 0; i < cells.length; i++) {
            TargetColumn into = staged.into().isEmpty() ? null : staged.into().get(i);
            cells[i] = CopyCells.of(schema.column(i), batch.getVector(i), into);
        }
        for (int row = 0; row < batch.getRowCount(); row++) {
            write(cells, row);
            rows++;
            if (buffer.length() >= SEND_AT) {
                send();
            }
        }
    }

    private void write(CopyCell[] cells, int row) {
        buffer.int16(cells.length + 1);
        for (int i = 0; i < cells.length; i++) {
            @Nullable String fault = cells[i].write(buffer, row);
            if (fault != null) {
                throw GridmillException.data("PostgreSQL cannot take a row: " + fault + " [column="
                        + staged.schema().column(i).name() + ", row=" + rows + "]");
            }
        }
        buffer.int32(Long.BYTES);
        buffer.int64(staged.number());
    }

    private void send() throws SQLException {
        copy.writeToCopy(buffer.bytes(), 0, buffer.length());
        buffer.cutTo(0);
    }
}
