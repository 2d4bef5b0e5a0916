package io.gridmill.sinks.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Binds single values of one vector to a statement's parameter. */
interface CellBinder {
    void bind(PreparedStatement statement, int parameter, int row) throws SQLException;
}
