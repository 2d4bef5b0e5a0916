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
import java.util.concurrent.TimeUnit;

/** A user's program: knows a JDBC URL and nothing of Gridmill. Prints the rows of each query, then a line {@value #END}. */
final class AskTables {
    static final String END = "end of rows";
    private static final int TRIES = 20;

    private AskTables() {}

    /** @param args a JDBC URL, then queries */
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (int i = 1; i < args.length; i++) {
            patientRows(args[0], args[i]).forEach(out::println);
            out.println(END);
        }
    }

    /** Asks again after an error, as one does while nodes come and go: Ignite refuses a query whose grid changes under it. */
    static List<String> patientRows(String url, String query) throws SQLException, InterruptedException {
        for (int tries = 1; ; tries++) {
            try (Connection connection = DriverManager.getConnection(url)) {
                return rows(connection, query);
            } catch (SQLException e) {
                if (tries == TRIES) {
                    throw e;
                }
                System.err.println("asking again after: " + e.getMessage());
                TimeUnit.MILLISECONDS.sleep(500);
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
