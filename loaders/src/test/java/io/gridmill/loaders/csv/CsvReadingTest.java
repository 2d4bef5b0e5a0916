package io.gridmill.loaders.csv;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.Source;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.loaders.Rows;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReadingTest {
    @TempDir
    Path folder;

    private CsvFiles file(String text) throws IOException {
        return CsvFiles.of(folder, text);
    }

    @Test
    void aCharacterMayBeginInOneBufferAndEndInTheNext() throws IOException {
        for (String character : List.of("ä", "€", "𝄞")) {
            for (int before = 1; before <= 4; before++) {
                String text = "x".repeat((1 << 16) - before) + character + "y";

                assertThat(file(text + "\n").rows("v VARCHAR", "header", "false"))
                        .as("%s, %d bytes before the end of a buffer", character, before)
                        .containsExactly(List.of(text));
            }
        }
    }

    @Test
    void everyTypeIsReadAtTheEndsOfItsRange() throws IOException {
        String columns =
                "b BOOLEAN, t TINYINT, s SMALLINT, i INTEGER, l BIGINT, d DECIMAL(18, 4), r REAL, f DOUBLE, v VARCHAR, y DATE, z TIMESTAMP";
        CsvFiles file = file("""
                b,t,s,i,l,d,r,f,v,y,z
                true,-128,-32768,-2147483648,-9223372036854775808,-99999999999999.9999,-3.4028235E38,-1.7976931348623157E308,ä€𝄞,0001-01-01,0001-01-01 00:00
                FALSE,127,32767,2147483647,9223372036854775807,99999999999999.9999,1.4E-45,4.9E-324,x,9999-12-31,9999-12-31T23:59:59.999999
                ,,,,,,,,,,
                True,+1,-0,007,+0000000000000000000001,.5,NaN,-Infinity,"",2000-02-29,1969-12-31
                """);

        assertThat(file.rows(columns))
                .containsExactly(
                        asList(
                                true,
                                (byte) -128,
                                (short) -32768,
                                Integer.MIN_VALUE,
                                Long.MIN_VALUE,
                                new BigDecimal("-99999999999999.9999"),
                                -Float.MAX_VALUE,
                                -Double.MAX_VALUE,
                                "ä€𝄞",
                                days("0001-01-01"),
                                LocalDateTime.parse("0001-01-01T00:00")),
                        asList(
                                false,
                                (byte) 127,
                                (short) 32767,
                                Integer.MAX_VALUE,
                                Long.MAX_VALUE,
                                new BigDecimal("99999999999999.9999"),
                                Float.MIN_VALUE,
                                Double.MIN_VALUE,
                                "x",
                                days("9999-12-31"),
                                LocalDateTime.parse("9999-12-31T23:59:59.999999")),
                        asList(null, null, null, null, null, null, null, null, null, null, null),
                        asList(
                                true,
                                (byte) 1,
                                (short) 0,
                                7,
                                1L,
                                new BigDecimal("0.5000"),
                                Float.NaN,
                                Double.NEGATIVE_INFINITY,
                                "",
                                days("2000-02-29"),
                                LocalDateTime.parse("1969-12-31T00:00")));
    }

    private static int days(String date) {
        return (int) LocalDate.parse(date).toEpochDay();
    }

    @Test
    void decimalsKeepTheirValueAndZerosBeyondTheScaleAreNoDigits() throws IOException {
        CsvFiles file = file("d\n1\n-1.5\n+2.50\n3.\n0000000000000000000000.01\n7.10000000000000000000\n-0.00\n");

        assertThat(file.rows("d DECIMAL(3, 2)").stream().map(row -> String.valueOf(row.get(0))))
                .containsExactly("1.00", "-1.50", "2.50", "3.00", "0.01", "7.10", "0.00");
    }

    @Test
    void quotesDelimitersAndLineBreaksInQuotesAreText() throws IOException {
        CsvFiles file = file("a,b\r\n\"x \"\"y\"\", z\",\"one\ntwo\r\nthree\"\r\nplain,5\" pipe\r\n");

        assertThat(file.rows("a VARCHAR, b VARCHAR"))
                .containsExactly(asList("x \"y\", z", "one\ntwo\r\nthree"), asList("plain", "5\" pipe"));
    }

    @Test
    void byteOrderMarkBlankLinesAndAMissingLastLineBreakAreAccepted() throws IOException {
        assertThat(file("\uFEFF\na,b\n1,2\n\n3,4").rows("a INTEGER, b INTEGER"))
                .containsExactly(asList(1, 2), asList(3, 4));
        assertThat(file("\uFEFF\"a\",b\n1,2\n\r\n").rows("a INTEGER, b INTEGER"))
                .containsExactly(asList(1, 2));
        assertThat(file("\uFEFF\"1\",2\n").rows("a INTEGER, b INTEGER", "header", "false"))
                .containsExactly(asList(1, 2));
    }

    @Test
    void carriageReturnsAloneEndLinesToo() throws IOException {
        assertThat(file("a,b\r1,2\r3,4\r").rows("a INTEGER, b INTEGER")).containsExactly(asList(1, 2), asList(3, 4));
    }

    @Test
    void aDelimiterAtTheEndOfEachLineIsAccepted() throws IOException {
        assertThat(file("1|x|\n2||\n").rows("a INTEGER, b VARCHAR", "delimiter", "|", "header", "false"))
                .containsExactly(asList(1, "x"), asList(2, null));
        assertThat(file("a|b|\n1|x|\n").rows("a INTEGER, b VARCHAR", "delimiter", "|"))
                .containsExactly(asList(1, "x"));
        assertThat(file("a|b\n1|x|\n").rows("a INTEGER, b VARCHAR", "delimiter", "|"))
                .containsExactly(asList(1, "x"));
        assertThat(file("1|\n|\n").rows("a INTEGER", "delimiter", "|", "header", "false"))
                .containsExactly(asList(1), asList((Object) null));
    }

    @Test
    void anyOneCharacterCanDelimitAndQuotingCanBeOff() throws IOException {
        assertThat(file("1\t\"x\"\n").rows("a INTEGER, b VARCHAR", "delimiter", "tab", "header", "false"))
                .containsExactly(asList(1, "x"));
        assertThat(file("1\tx\n").rows("a INTEGER, b VARCHAR", "delimiter", "\\t", "header", "false"))
                .containsExactly(asList(1, "x"));
        assertThat(file("1§'x§y'\n").rows("a INTEGER, b VARCHAR", "delimiter", "§", "quote", "'", "header", "false"))
                .containsExactly(asList(1, "x§y"));
        assertThat(file("1,\"x\n").rows("a INTEGER, b VARCHAR", "quote", "none", "header", "false"))
                .containsExactly(asList(1, "\"x"));
    }

    @Test
    void nullHasItsOwnTextWhenItIsGiven() throws IOException {
        assertThat(file("a,b\nNULL,\n2,\"NULL\"\n").rows("a INTEGER, b VARCHAR", "null", "NULL"))
                .containsExactly(asList(null, ""), asList(2, "NULL"));
    }

    @Test
    void inATableOfOneColumnAnEmptyLineIsNull() throws IOException {
        assertThat(file("a\nx\n\n\"\"\n").rows("a VARCHAR"))
                .containsExactly(asList("x"), asList((Object) null), asList(""));
    }

    @Test
    void fieldsGoToColumnsByTheHeadersNames() throws IOException {
        assertThat(file("B, a\nx,1\n").rows("a INTEGER, b VARCHAR")).containsExactly(asList(1, "x"));
    }

    @Test
    void eachFileHasItsOwnOrderOfColumns() throws IOException {
        Files.writeString(folder.resolve("1.csv"), "a,b\n1,x\n");
        Files.writeString(folder.resolve("2.csv"), "b,a\ny,2\n");
        Files.writeString(folder.resolve("3.csv"), "");

        Source source = new CsvFormat().open(new SourceSpec("csv", List.of(folder + "/*.csv"), null, Map.of()));

        assertThat(Rows.of(source, 4, RejectHandler.FAIL)).containsExactly(asList(1L, "x"), asList(2L, "y"));
    }

    @Test
    void headerAutoComparesWithTheGivenNames() throws IOException {
        assertThat(file("a,b\n1,2\n").rows("a VARCHAR, b VARCHAR", "header", "auto"))
                .containsExactly(asList("1", "2"));
        assertThat(file("x,y\n1,2\n").rows("a VARCHAR, b VARCHAR", "header", "auto"))
                .containsExactly(asList("x", "y"), asList("1", "2"));
    }

    @Test
    void gzipIsNoticedAndReadAsOneSplitWithSeveralMembers() throws IOException {
        byte[] one = CsvFiles.gzip("a,b\n1,x\n");
        byte[] two = CsvFiles.gzip("2,y\n");
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        CsvFiles file = CsvFiles.of(folder, both);

        assertThat(file.open("a INTEGER, b VARCHAR").splits(5)).hasSize(1);
        assertThat(file.rows("a INTEGER, b VARCHAR")).containsExactly(asList(1, "x"), asList(2, "y"));
        assertThat(file.rows("a INTEGER, b VARCHAR", "compression", "GZIP")).hasSize(2);
    }

    @Test
    void filesWithoutRecordsHaveNoRows() throws IOException {
        assertThat(file("a\n").rows("a INTEGER")).isEmpty();
        assertThat(file("a").rows("a INTEGER")).isEmpty();
        assertThat(file("").rows("a INTEGER")).isEmpty();
        assertThat(file("").rows("a INTEGER", "header", "auto")).isEmpty();
    }

    @Test
    void aFieldLongerThanAllBuffersIsRead() throws IOException {
        String text = "€\"".repeat(300_000);
        CsvFiles file = file("a,b\n1,\"" + text.replace("\"", "\"\"") + "\"\n2,x\n");

        assertThat(file.rows("a INTEGER, b VARCHAR")).containsExactly(asList(1, text), asList(2, "x"));
    }

    @Test
    void aBatchOfLongTextsEndsEarly() throws IOException {
        String text = "x".repeat(1000);
        CsvFiles file = CsvFiles.of(folder, ("a\n" + (text + "\n").repeat(20_000)).getBytes(StandardCharsets.UTF_8));

        assertThat(file.rows("a VARCHAR")).hasSize(20_000).allMatch(row -> text.equals(row.get(0)));
    }
}
