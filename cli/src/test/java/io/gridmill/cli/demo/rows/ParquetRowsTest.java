package io.gridmill.cli.demo.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that DuckDB wrote, since the reader must not depend on Gridmill's writer. */
class ParquetRowsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"snappy", "zstd", "uncompressed"})
    void everyTypeOfTheDemoReadsAsText(String codec) throws Exception {
        copy(
                "SELECT 9007199254740993::BIGINT, 5::INTEGER, 1.10::DECIMAL(4,2), -12.3456::DECIMAL(18,4),"
                        + " 0.000001::DECIMAL(38,6), DATE '1998-09-02', 'é', 0.30000000000000004::DOUBLE, NULL::INTEGER",
                codec);

        assertThat(rows())
                .containsExactly("9007199254740993|5|1.10|-12.3456|0.000001|1998-09-02|é|0.30000000000000004|null");
    }

    @Test
    void manyRowsInSeveralRowGroupsWithDictionariesAndNullsReadWhole() throws Exception {
        copy(
                "SELECT i, CASE WHEN i % 3 = 0 THEN NULL ELSE 'word' || i % 10 END FROM range(300000) t(i)",
                "snappy, ROW_GROUP_SIZE 100000");
        List<String> rows = rows();

        assertThat(rows).hasSize(300_000);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i)).isEqualTo(i + "|" + (i % 3 == 0 ? "null" : "word" + i % 10));
        }
    }

    private void copy(String query, String codec) throws Exception {
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            statement.execute("COPY (" + query + ") TO '" + folder.resolve("t.parquet")
                    + "' (FORMAT parquet, PARQUET_VERSION v1, COMPRESSION " + codec + ")");
        }
    }

    private List<String> rows() throws Exception {
        List<String> rows = new ArrayList<>();
        assertThat(ParquetRows.readFolder(folder, rows::add)).isEqualTo(1);
        return rows;
    }
}
