package io.gridmill.cli.demo.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteRowsTest {
    @TempDir
    Path folder;

    @Test
    void valuesReadAsTextWithAllTheirDigits() throws Exception {
        Path file = folder.resolve("t.sqlite");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (a BIGINT, b TEXT, c DOUBLE)");
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO t VALUES (9007199254740993, '1.10', ?), (1, NULL, ?)")) {
                insert.setDouble(1, 0.1);
                insert.setDouble(2, 0.30000000000000004);
                insert.execute();
            }
        }
        List<String> rows = new ArrayList<>();

        SqliteRows.read(file, "SELECT * FROM t", rows::add);

        assertThat(rows).containsExactly("9007199254740993|1.10|0.1", "1|null|0.30000000000000004");
    }
}
