package io.gridmill.loaders.csv;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvInferenceTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "true false TRUE;BOOLEAN",
                "1 -2 +3 0;BIGINT",
                "9223372036854775807;BIGINT",
                "9223372036854775808;VARCHAR",
                "1.5 2;DECIMAL(18, 1)",
                "0.25 -100.1;DECIMAL(18, 2)",
                "0.00000000000000001;DECIMAL(18, 17)",
                "0.0000000000000000001;DOUBLE",
                "100000000000000000 0.25;DOUBLE",
                "1e5 2;DOUBLE",
                "1.5 NaN Infinity;DOUBLE",
                "NaN;VARCHAR",
                "00123;VARCHAR",
                "1 007;VARCHAR",
                "00.5;VARCHAR",
                "2020-01-31 1999-12-01;DATE",
                "2020-01-31T10:00 2020-01-31;TIMESTAMP",
                "2020-02-30;VARCHAR",
                "1 x;VARCHAR",
                "true 1;VARCHAR",
                "1 2020-01-31;VARCHAR",
                ". 1;VARCHAR",
                "'\"12\" 13';BIGINT",
                "'\"\" 13';VARCHAR",
            })
    void aColumnsTypeIsTheNarrowestThatAllSampledTextsFit(String texts, String type) throws IOException {
        CsvFiles file = CsvFiles.of(folder, "k,v\n0,\n0," + texts.replace(" ", "\n0,") + "\n");

        assertThat(file.open(null).schema().toString()).isEqualTo("k BIGINT, v " + type);
    }

    @Test
    void aColumnWithoutValuesIsText() throws IOException {
        assertThat(CsvFiles.of(folder, "a,b\n1,\n2,\n").open(null).schema().toString())
                .isEqualTo("a BIGINT, b VARCHAR");
        assertThat(CsvFiles.of(folder, "a,b\n").open(null).schema().toString()).isEqualTo("a VARCHAR, b VARCHAR");
    }

    @Test
    void fieldsWithoutANameAreNamedAfterTheirPlace() throws IOException {
        CsvFiles file = CsvFiles.of(folder, ",b\n1,2\n");

        assertThat(file.open(null).schema().toString()).isEqualTo("c1 BIGINT, b BIGINT");
        assertThat(file.rows(null)).containsExactly(asList(1L, 2L));
        assertThat(file.rows(null, "header", "false")).containsExactly(asList(null, "b"), asList(1L, "2"));
    }

    @Test
    void aDelimiterAtTheEndOfEachLineIsNoColumn() throws IOException {
        assertThat(CsvFiles.of(folder, "1|x|\n2|y|\n")
                        .open(null, "delimiter", "|", "header", "false")
                        .schema()
                        .toString())
                .isEqualTo("c1 BIGINT, c2 VARCHAR");
        assertThat(CsvFiles.of(folder, "a|b|\n2|y|\n").rows(null, "delimiter", "|"))
                .containsExactly(asList(2L, "y"));
        assertThat(CsvFiles.of(folder, "a|b\n2|y|\n").rows(null, "delimiter", "|"))
                .containsExactly(asList(2L, "y"));
        assertThat(CsvFiles.of(folder, "a|\n2|y\n")
                        .open(null, "delimiter", "|")
                        .schema()
                        .toString())
                .isEqualTo("a BIGINT, c2 VARCHAR");
    }

    @Test
    void headerAutoSeesNamesAboveTypedColumns() throws IOException {
        assertThat(CsvFiles.of(folder, "id,name\n1,x\n")
                        .open(null, "header", "auto")
                        .schema()
                        .toString())
                .isEqualTo("id BIGINT, name VARCHAR");
        assertThat(CsvFiles.of(folder, "5,name\n1,x\n")
                        .open(null, "header", "auto")
                        .schema()
                        .toString())
                .isEqualTo("c1 BIGINT, c2 VARCHAR");
        assertThat(CsvFiles.of(folder, "y,name\nz,x\n")
                        .open(null, "header", "auto")
                        .schema()
                        .toString())
                .isEqualTo("c1 VARCHAR, c2 VARCHAR");
    }

    @Test
    void recordsWithAnotherNumberOfFieldsSayNothingAboutTypes() throws IOException {
        assertThat(CsvFiles.of(folder, "a,b,c\n1,2,3\nx\n4,5,6\n")
                        .open(null)
                        .schema()
                        .toString())
                .isEqualTo("a BIGINT, b BIGINT, c BIGINT");
    }
}
