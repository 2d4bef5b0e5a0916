package io.gridmill.sinks.jdbc;

import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.BatchInput;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.HexFormat;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Rows of all attempts of one job and target, each with the number of its seal. Every method runs in the caller's transaction. */
final class StagingTable {
    static final String ATTEMPT = "gridmill_attempt";
    private static final int ROWS_AT_ONCE = 1000;

    private final Dialect dialect;
    private final TableSchema schema;
    private final String name;

    StagingTable(Dialect dialect, TableSchema schema, String jobId, String target) {
        this.dialect = dialect;
        this.schema = schema;
        this.name = "gridmill_stage_" + hash(jobId + "\n" + target);
    }

    String name() {
        return name;
    }

    /** @param notNull columns in which the target refuses NULL, so that such a row is found while it is staged */
    void create(Connection connection, Set<Column> notNull) throws SQLException {
        StringBuilder sql = new StringBuilder("CREATE TABLE IF NOT EXISTS " + dialect.quote(name) + " (");
        for (Column column : schema.columns()) {
            sql.append(dialect.quote(column.name())).append(' ').append(dialect.declare(column.type()));
            sql.append(notNull.contains(column) ? " NOT NULL, " : ", ");
        }
        Dialect.execute(
                connection, sql.append(ATTEMPT).append(" BIGINT NOT NULL)").toString());
    }

    void drop(Connection connection) throws SQLException {
        Dialect.execute(connection, "DROP TABLE IF EXISTS " + dialect.quote(name));
    }

    void delete(Connection connection, Seal seal) throws SQLException {
        Dialect.execute(connection, "DELETE FROM " + dialect.quote(name) + " WHERE " + ATTEMPT + " = " + seal.number());
    }

    /** Returns the rows that the database says it has taken. */
    long insert(Connection connection, long number, BatchInput batches) throws SQLException {
        long rows = 0;
        try (PreparedStatement statement = connection.prepareStatement(insertSql())) {
            statement.setLong(schema.size() + 1, number);
            VectorSchemaRoot batch = batches.next();
            while (batch != null) {
                rows += insert(statement, number, batch);
                batch = batches.next();
            }
        }
        return rows;
    }

    private long insert(PreparedStatement statement, long number, VectorSchemaRoot batch) throws SQLException {
        CellBinder[] binders = new CellBinder[schema.size()];
        for (int i = 0; i < binders.length; i++) {
            binders[i] = minding(batch.getVector(i), dialect.binder(schema.column(i), batch.getVector(i)));
        }
        long rows = 0;
        for (int row = 0; row < batch.getRowCount(); row++) {
            for (int i = 0; i < binders.length; i++) {
                binders[i].bind(statement, i + 1, row);
            }
            statement.setLong(binders.length + 1, number);
            statement.addBatch();
            if ((row + 1) % ROWS_AT_ONCE == 0 || row + 1 == batch.getRowCount()) {
                rows += taken(statement.executeBatch());
            }
        }
        return rows;
    }

    /** Minds NULLs. */
    private static CellBinder minding(FieldVector vector, CellBinder value) {
        return (statement, parameter, row) -> {
            if (vector.isNull(row)) {
                statement.setNull(parameter, Types.NULL);
            } else {
                value.bind(statement, parameter, row);
            }
        };
    }

    private static long taken(int[] counts) {
        long rows = 0;
        for (int count : counts) {
            rows += count == Statement.SUCCESS_NO_INFO ? 1 : count;
        }
        return rows;
    }

    private String insertSql() {
        StringBuilder sql = new StringBuilder("INSERT INTO " + dialect.quote(name) + " (");
        for (Column column : schema.columns()) {
            sql.append(dialect.quote(column.name())).append(", ");
        }
        return sql.append(ATTEMPT + ") VALUES (")
                .append("?, ".repeat(schema.size()))
                .append("?)")
                .toString();
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
