package io.gridmill.cli.demo.rows;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;

/** Rows of a table in a SQLite file, as text {@code value|value|...}, with the types that SQLite gave the values. */
public final class SqliteRows {
    private SqliteRows() {}

    /** @param query what is read */
    public static void read(Path file, String query, Consumer<String> rows) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                text.setLength(0);
                for (int column = 1; column <= columns; column++) {
                    text.append(column == 1 ? "" : "|").append(result.getObject(column));
                }
                rows.accept(text.toString());
            }
        }
    }
}
