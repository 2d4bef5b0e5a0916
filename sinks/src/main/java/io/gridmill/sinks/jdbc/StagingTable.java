package io.gridmill.sinks.jdbc;

import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.BatchInput;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;

/**
 * Rows of all attempts of one job and target, each with the number of its seal. The table is there exactly while the job row is OPEN.
 * Every method runs in the caller's transaction.
 */
final class StagingTable {
    static final String ATTEMPT = "gridmill_attempt";

    private final Dialect dialect;
    private final TableSchema schema;
    private final String name;

    StagingTable(Dialect dialect, TableSchema schema, String jobId, String target) {
        this.dialect = dialect;
        this.schema = schema;
        this.name = dialect.beside(target, "gridmill_stage_" + hash(jobId + "\n" + dialect.key(target)));
    }

    String name() {
        return name;
    }

    /**
     * Makes the table unless it is there.
     *
     * @param into the target's column for each column, so that a NULL that it refuses is found while it is staged; or empty
     */
    void create(Connection connection, List<TargetColumn> into) throws SQLException {
        StringBuilder sql = new StringBuilder("CREATE TABLE IF NOT EXISTS " + dialect.quoteTable(name) + " (");
        for (int i = 0; i < schema.size(); i++) {
            sql.append(dialect.quote(schema.column(i).name()))
                    .append(' ')
                    .append(dialect.declare(schema.column(i).type()));
            sql.append(!into.isEmpty() && into.get(i).notNull() ? " NOT NULL, " : ", ");
        }
        Dialect.execute(
                connection, sql.append(ATTEMPT).append(" BIGINT NOT NULL)").toString());
    }

    void drop(Connection connection) throws SQLException {
        Dialect.execute(connection, "DROP TABLE IF EXISTS " + dialect.quoteTable(name));
    }

    void delete(Connection connection, Seal seal) throws SQLException {
        Dialect.execute(
                connection, "DELETE FROM " + dialect.quoteTable(name) + " WHERE " + ATTEMPT + " = " + seal.number());
    }

    /** The rows of an attempt on their way into this table. */
    StagedRows rows(long number, List<TargetColumn> into, BatchInput batches, Refusals refusals, DeadLetters letters) {
        return new StagedRows(name, schema, number, into, batches, refusals, letters);
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
