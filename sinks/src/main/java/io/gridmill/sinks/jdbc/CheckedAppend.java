package io.gridmill.sinks.jdbc;

import io.gridmill.core.error.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds the rows of a PostgreSQL staging table to a target that may refuse some of them, whatever its rules are: pieces of its
 * blocks are added one after the other, a piece that fails is cut into halves, and a block that fails is added row by row. What failed
 * leaves dead rows in the target, so pieces are small. Of rows that exclude each other the first stays.
 */
final class CheckedAppend {
    /** 1 MiB, some ten thousand rows. */
    private static final int BLOCKS_A_PIECE = 128;

    private final Connection connection;
    private final PostgresDialect dialect;
    private final Append append;
    private final List<RefusedRow> refused = new ArrayList<>();

    private CheckedAppend(Connection connection, PostgresDialect dialect, Append append) {
        this.connection = connection;
        this.dialect = dialect;
        this.append = append;
    }

    /** Runs in the caller's transaction, and returns the rows that are not added. */
    static List<RefusedRow> run(Connection connection, PostgresDialect dialect, Append append) throws SQLException {
        CheckedAppend run = new CheckedAppend(connection, dialect, append);
        Dialect.execute(connection, "SET CONSTRAINTS ALL IMMEDIATE");
        long blocks = run.countBlocks();
        for (long from = 0; from < blocks; from += BLOCKS_A_PIECE) {
            run.blocks(from, Math.min(blocks, from + BLOCKS_A_PIECE));
        }
        return run.refused;
    }

    private long countBlocks() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT pg_relation_size(to_regclass(?)) / current_setting('block_size')::bigint")) {
            statement.setString(1, dialect.quoteTable(append.staging()));
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private void blocks(long from, long to) throws SQLException {
        if (from == to || add(range(from, to)) == null) {
            return;
        }
        if (to - from == 1) {
            rows(from);
            return;
        }
        long middle = from + (to - from) / 2;
        blocks(from, middle);
        blocks(middle, to);
    }

    private static String range(long from, long to) {
        return " WHERE ctid >= '(" + from + ",0)'::tid AND ctid < '(" + to + ",0)'::tid";
    }

    private record StagedRow(String place, long attempt, String record) {}

    private void rows(long block) throws SQLException {
        List<StagedRow> staged = new ArrayList<>();
        String sql = "SELECT s.ctid::text, s." + StagingTable.ATTEMPT + ", (SELECT row_to_json(r) FROM (SELECT "
                + append.from(dialect, "s.") + ") r)::text FROM " + dialect.quoteTable(append.staging()) + " s"
                + range(block, block + 1).replace("ctid", "s.ctid");
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                staged.add(new StagedRow(rows.getString(1), rows.getLong(2), rows.getString(3)));
            }
        }
        for (StagedRow row : staged) {
            SQLException failure = add(" WHERE ctid = '" + row.place() + "'::tid");
            if (failure != null) {
                refused.add(new RefusedRow(row.attempt(), PostgresErrors.reason(failure), row.record()));
            }
            if (refused.size() > DeadLetters.MOST_OF_AN_ATTEMPT) {
                throw failure == null ? new SQLException("more rows than allowed are refused", "23000") : failure;
            }
        }
    }

    /** Returns why the rows cannot be added, or null when they are. */
    private @Nullable SQLException add(String where) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            Dialect.execute(connection, append.sql(dialect) + where);
        } catch (SQLException e) {
            if (PostgresErrors.code(e) != ErrorCode.DATA) {
                throw e;
            }
            connection.rollback(before);
            connection.releaseSavepoint(before);
            return e;
        }
        connection.releaseSavepoint(before);
        return null;
    }
}
