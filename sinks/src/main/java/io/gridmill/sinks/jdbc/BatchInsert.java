package io.gridmill.sinks.jdbc;

import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.TableSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Rows by INSERT, many at once: what every JDBC driver can. */
final class BatchInsert {
    private static final int ROWS_AT_ONCE = 1000;

    private final Dialect dialect;
    private final Binders binders;

    BatchInsert(Dialect dialect, Binders binders) {
        this.dialect = dialect;
        this.binders = binders;
    }

    /** Makes the binder of a vector's values, which are not NULL. */
    interface Binders {
        CellBinder of(Column column, FieldVector vector);
    }

    /** Returns the rows that the database says it has taken. */
    long insert(Connection connection, StagedRows staged) throws SQLException {
        long rows = 0;
        try (PreparedStatement statement = connection.prepareStatement(sql(staged))) {
            statement.setLong(staged.schema().size() + 1, staged.number());
            VectorSchemaRoot batch = staged.batches().next();
            while (batch != null) {
                rows += insert(statement, staged, batch);
                batch = staged.batches().next();
            }
        }
        return rows;
    }

    private long insert(PreparedStatement statement, StagedRows staged, VectorSchemaRoot batch) throws SQLException {
        TableSchema schema = staged.schema();
        CellBinder[] cells = new CellBinder[schema.size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = minding(batch.getVector(i), binders.of(schema.column(i), batch.getVector(i)));
        }
        long rows = 0;
        for (int row = 0; row < batch.getRowCount(); row++) {
            for (int i = 0; i < cells.length; i++) {
                cells[i].bind(statement, i + 1, row);
            }
            statement.setLong(cells.length + 1, staged.number());
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

    private String sql(StagedRows staged) {
        StringBuilder sql = new StringBuilder("INSERT INTO " + dialect.quoteTable(staged.table()) + " (");
        for (Column column : staged.schema().columns()) {
            sql.append(dialect.quote(column.name())).append(", ");
        }
        return sql.append(StagingTable.ATTEMPT + ") VALUES (")
                .append("?, ".repeat(staged.schema().size()))
                .append("?)")
                .toString();
    }
}
