package io.gridmill.loaders.csv;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.core.source.Source;
import io.gridmill.core.source.SourceSpec;
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
                "NaN;DOUBLE",
                "nan inf;DOUBLE",
                "1 INF +Infinity -inf;DOUBLE",
                "1 infinite;VARCHAR",
                "-0.0 1.5;DOUBLE",
                "-0 1.5;DOUBLE",
                "-0 1;BIGINT",
                "2020-01-31T10:00Z 2020-01-31T10:00:00.5+02:00;TIMESTAMP",
                "2020-01-31T10:00:00-0530 2020-01-31T10:00:00+02;TIMESTAMP",
                "2020-01-31Z;VARCHAR",
                "2020-01-31T10:00+19:00;VARCHAR",
                "2020-01-31T10:00:00CET;VARCHAR",
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "id,name|1,x!id BIGINT, name VARCHAR",
                "1,x|2,y!c1 BIGINT, c2 VARCHAR",
                "5,name|1,x!c1 BIGINT, c2 VARCHAR",
                "y,name|z,x!y VARCHAR, name VARCHAR",
                "y,name|z,x|y,u!c1 VARCHAR, c2 VARCHAR",
                "y,y|z,x!c1 VARCHAR, c2 VARCHAR",
                "00123|00456!c1 VARCHAR",
                "id,2024|1,5.5!id BIGINT, 2024 DECIMAL(18, 1)",
                "x,2024|y,3!c1 VARCHAR, c2 BIGINT",
                "NULL,1|x,2!c1 VARCHAR, c2 BIGINT",
                "a,b!a VARCHAR, b VARCHAR",
                "1,b!c1 BIGINT, c2 VARCHAR",
                "a,t|,2024-01-01T00:00Z!a VARCHAR, t TIMESTAMP",
            })
    void aFirstLineThatDoesNotFitTheTypesBelowNamesTheColumns(String lines, String columns) throws IOException {
        assertThat(CsvFiles.of(folder, lines.replace('|', '\n') + "\n")
                        .open(null)
                        .schema()
                        .toString())
                .isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "a,b/1,2~,~2",
                "a;b/1;2~;~2",
                "a;b/1,5;2,5/3,5;4,5~;~2",
                "a|b/\"x|y\"|2~|~2",
                "aTABb/1TAB2~TAB~2",
                // Two delimiters that cut alike: the comma.
                "a;b,c/1;2,3/4;5,6~,~2",
                // A text with commas in one of two fields.
                "id;text/1;hello, world/2;a, b~;~2",
                // A quoted field with a line break and the delimiter in it.
                "id;text/1;\"x;/y\"/2;z~;~2",
                // Some records are wrong, and a load must say so rather than see one column of text.
                "id,name/1,x/2/3,y~,~2",
                // A delimiter at the end of each line.
                "1|x|/2|y|~|~2",
                // One column: a delimiter that its values do not have.
                "text/hello/a, b/c~;~1",
                "text/hello~,~1",
                "text/a,;/b/c/d/e|~TAB~1",
            })
    void theDelimiterIsTheOneThatCutsMostRecordsAlike(String lines, String delimiter, int columns) throws IOException {
        CsvFiles file = CsvFiles.of(folder, lines.replace('/', '\n').replace("TAB", "\t") + "\n");

        SourceSpec found = file.open(null).spec();

        assertThat(found.options()).containsEntry("delimiter", delimiter.replace("TAB", "\t"));
        assertThat(found.columns().size()).isEqualTo(columns);
    }

    @Test
    void whatWasFoundIsToldAndWhatWasSaidIsNot() throws IOException {
        assertThat(words(CsvFiles.of(folder, "a;b\n1;2024-01-01T01:00+02:00\n").open(null)))
                .isEqualTo(
                        "fields between ';', the first line names the columns, times with a zone are in UTC now (b)");
        assertThat(words(CsvFiles.of(folder, "1\t2\n").open(null))).isEqualTo("fields between tabs, no line of names");
        assertThat(words(CsvFiles.of(folder, "x\ny\n").open(null)))
                .isEqualTo("fields between ',', the first line was taken for names, though all below is text, too");
        assertThat(words(CsvFiles.of(folder, "x\ny\n").open("x VARCHAR"))).isEqualTo("fields between ','");
        assertThat(words(CsvFiles.of(folder, "x\ny\n").open(null, "delimiter", ",", "header", "true")))
                .isEmpty();
    }

    private static String words(Source source) {
        return source.spec().found().words();
    }

    @Test
    void aSourceOpenedWithWhatWasFoundDoesNotLookAgain() throws IOException {
        CsvFiles file = CsvFiles.of(folder, "1;2\n3;4\n");
        SourceSpec found = file.open(null).spec();

        CsvFiles.of(folder, "a,b\nx,y\n");

        Source again = new CsvFormat().open(found);
        assertThat(again.spec()).isEqualTo(found);
        assertThat(again.schema().toString()).isEqualTo("c1 BIGINT, c2 BIGINT");
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
