package io.gridmill.tests.fault;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** A user's program: knows a JDBC URL and nothing of Gridmill. Prints the rows of each query, then a line {@value #END}. */
final class AskTables {
    static final String END = "end of rows";

    private AskTables() {}

    /** @param args a JDBC URL, then queries */
    public static void main(String[] args) throws SQLException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (Connection connection = DriverManager.getConnection(args[0])) {
            for (int i = 1; i < args.length; i++) {
                rows(connection, args[i]).forEach(out::println);
                out.println(END);
            }
        }
    }

    /** Rows as text, whoever answers: decimals without trailing zeros, doubles as Java writes them. */
    static List<String> rows(Connection connection, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                StringJoiner row = new StringJoiner(" | ");
                for (int i = 1; i <= columns; i++) {
                    // Ignite's driver gives dates as java.util.Date otherwise.
                    boolean date = result.getMetaData().getColumnType(i) == Types.DATE;
                    Object value = date ? result.getDate(i) : result.getObject(i);
                    row.add(
                            value instanceof BigDecimal decimal
                                    ? decimal.stripTrailingZeros().toPlainString()
                                    : String.valueOf(value).replace("\n", "\\n"));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }
}
