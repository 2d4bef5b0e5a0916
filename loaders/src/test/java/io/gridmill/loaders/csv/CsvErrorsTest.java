package io.gridmill.loaders.csv;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.source.RejectedRow;
import io.gridmill.core.source.Source;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.loaders.Rows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvErrorsTest {
    @TempDir
    Path folder;

    private CsvFiles file(String text) throws IOException {
        return CsvFiles.of(folder, text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "BOOLEAN;yes;is not a BOOLEAN",
                "TINYINT;128;is out of range of TINYINT (-128 to 127)",
                "SMALLINT;-32769;is out of range of SMALLINT",
                "INTEGER;2147483648;is out of range of INTEGER",
                "INTEGER;1.0;is not an INTEGER",
                "INTEGER;-;is not an INTEGER",
                "INTEGER;1e3;is not an INTEGER",
                "INTEGER;0x1F;is not an INTEGER",
                "BIGINT;9223372036854775808;is out of range of BIGINT",
                "BIGINT;-9223372036854775809;is out of range of BIGINT",
                "BIGINT;123456789012345678901234567890;is out of range of BIGINT",
                "BIGINT;12345678901234567890x;is not a BIGINT",
                "DECIMAL(5, 2);1000;has 4 digits before the point, DECIMAL(5, 2) holds 3",
                "DECIMAL(5, 2);1.001;has more than 2 digits behind the point",
                "DECIMAL(5, 2);1.2.3;is not a DECIMAL(5, 2)",
                "DECIMAL(5, 2);.;is not a DECIMAL(5, 2)",
                "DECIMAL(5, 2);1e1;is not a DECIMAL(5, 2)",
                "DECIMAL(18, 0);1000000000000000000;has 19 digits before the point",
                "REAL;1e39;is out of range of REAL",
                "DOUBLE;1e309;is out of range of DOUBLE",
                "DOUBLE;1d;is not a DOUBLE",
                "DOUBLE;--1;is not a DOUBLE",
                "DATE;2001-02-29;is not a DATE",
                "DATE;1900-02-29;is not a DATE",
                "DATE;2000-13-01;is not a DATE",
                "DATE;2000-00-10;is not a DATE",
                "DATE;0000-01-01;is not a DATE",
                "DATE;2000-1-1;is not a DATE",
                "DATE;2000-01-01 00:00;is not a DATE",
                "DATE;20x0-01-01;is not a DATE",
                "TIMESTAMP;2000-01-01 24:00;is not a TIMESTAMP",
                "TIMESTAMP;2000-01-01 00:60;is not a TIMESTAMP",
                "TIMESTAMP;2000-01-01 00:00:60;is not a TIMESTAMP",
                "TIMESTAMP;2000-01-01 00:00:00.;is not a TIMESTAMP",
                "TIMESTAMP;2000-01-01T00:00:00z;is not a TIMESTAMP",
                "TIMESTAMP;2000-01-01T00:00:00+24:00;is not a TIMESTAMP",
                "TIMESTAMP;2000-01-01T00:00:00 +01:00;is not a TIMESTAMP",
                "TIMESTAMP;2000-01-01T00:00:00Z+01:00;is not a TIMESTAMP",
                "TIMESTAMP;0001-01-01T00:00:00+01:00;is not a TIMESTAMP",
                "TIMESTAMP;2000-01-01Z;is not a TIMESTAMP",
                "TIMESTAMP;2000-01-01 00;is not a TIMESTAMP",
                "TIMESTAMP;2000-01-01 00:00:00.1234567;has more than 6 digits of a second",
                "INTEGER;' 1';is not an INTEGER",
                "INTEGER;'\"\"';is not an INTEGER",
            })
    void aValueThatBreaksItsTypesRuleIsRejectedWithPlaceTextAndRule(String type, String text, String rule)
            throws IOException {
        CsvFiles file = file("k,v\n1,\n2," + text + "\n");
        String shown = text.replace("\"\"", "");

        assertError(
                ErrorCode.DATA,
                () -> file.rows("k INTEGER, v " + type),
                file.file() + ", line 3, column v: '" + shown + "' " + rule);
    }

    @Test
    void afterARejectReadingGoesOnAndTheRowIsLeftOutWhole() throws IOException {
        CsvFiles file = file("a,b,c\n1,x,1\n2,yy,nope\n3,\"z\nz\",3\n4,u\n5,v,5,5\n6,w,6\n");
        List<RejectedRow> rejected = new ArrayList<>();

        assertThat(Rows.of(file.open("a INTEGER, b VARCHAR, c INTEGER"), Long.MAX_VALUE, rejected::add))
                .containsExactly(asList(1, "x", 1), asList(3, "z\nz", 3), asList(6, "w", 6));
        String name = file.file().toString();
        String inferred =
                "; that fields stand between ',' was inferred, give the delimiter (--delimiter) when it differs";
        assertThat(rejected)
                .containsExactly(
                        new RejectedRow(name, 3, "c", "nope", "is not an INTEGER"),
                        new RejectedRow(name, 6, "", "4,u", "has 2 fields instead of 3" + inferred),
                        new RejectedRow(name, 7, "", "5,v,5,5", "has 4 fields instead of 3" + inferred));
    }

    @Test
    void linesAreTrueInLaterSplitsWithCrlfAndQuotedLineBreaks() throws IOException {
        StringBuilder text = new StringBuilder("a,b\r\n");
        List<Long> badLines = new ArrayList<>();
        long line = 2;
        for (int i = 0; i < 2000; i++) {
            boolean bad = i % 97 == 50;
            if (bad) {
                badLines.add(line);
            }
            text.append(bad ? "bad" : i).append(i % 3 == 0 ? ",\"x\ny\"\r\n" : ",x\r\n");
            line += i % 3 == 0 ? 2 : 1;
        }
        CsvFiles file = file(text.toString());
        List<Long> lines = new ArrayList<>();

        Source source = file.open("a INTEGER, b VARCHAR");
        assertThat(source.splits(500)).hasSizeGreaterThan(20);
        Rows.of(source, 500, row -> lines.add(row.line()));

        assertThat(lines).isEqualTo(badLines);
    }

    @Test
    void aRecordsTextIsCutAfterAThousandCharacters() throws IOException {
        CsvFiles file = file("a,b\n" + "€".repeat(3000) + "\n1," + "y".repeat(2000) + "\n");
        List<RejectedRow> rejected = new ArrayList<>();

        Rows.of(file.open("a INTEGER, b INTEGER"), Long.MAX_VALUE, rejected::add);

        assertThat(rejected).extracting(RejectedRow::text).containsExactly("€".repeat(1000), "y".repeat(1000));
    }

    @Test
    void aRecordOfATrailingDelimiterFileThatLacksAFieldIsRejected() throws IOException {
        CsvFiles file = file("1|x|\n2|\n3|z|\n4|u|v|\n");
        List<RejectedRow> rejected = new ArrayList<>();

        Rows.of(file.open("a INTEGER, b VARCHAR", "delimiter", "|", "header", "false"), Long.MAX_VALUE, rejected::add);

        assertThat(rejected)
                .extracting(RejectedRow::message)
                .containsExactly(
                        file.file() + ", line 2: '2|' has 1 field instead of 2",
                        file.file() + ", line 4: '4|u|v|' has 3 fields instead of 2");
    }

    @Test
    void bytesThatAreNotUtf8RejectTheirRecordOnly() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("a,b\n1,ok\n2,".getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(new byte[] {'x', (byte) 0xFF, '\n'});
        bytes.writeBytes(new byte[] {'3', ',', (byte) 0xC0, (byte) 0x80, '\n'});
        bytes.writeBytes(new byte[] {(byte) 0x80, ',', '4', '\n'});
        bytes.writeBytes(new byte[] {'5', ',', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '\n'});
        bytes.writeBytes("6,€𝄞\n7,".getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(new byte[] {(byte) 0xE2, (byte) 0x82});
        CsvFiles file = CsvFiles.of(folder, bytes.toByteArray());
        List<RejectedRow> rejected = new ArrayList<>();

        assertThat(Rows.of(file.open("a INTEGER, b VARCHAR"), Long.MAX_VALUE, rejected::add))
                .containsExactly(asList(1, "ok"), asList(6, "€𝄞"));
        assertThat(rejected).extracting(RejectedRow::line).containsExactly(3L, 4L, 5L, 6L, 8L);
        assertThat(rejected.get(0).message()).endsWith("line 3, column b: 'x\uFFFD' is not valid UTF-8 (byte 0xFF)");
        assertThat(rejected.get(2).message()).endsWith("line 5, column a: '\uFFFD' is not valid UTF-8 (byte 0x80)");
    }

    @Test
    void textBehindAClosingQuoteRejectsItsRecordOnly() throws IOException {
        CsvFiles file = file("a,b\n1,\"x\"y\n2,\"he said \"hi\" to\"\n3,\"ok\"\n4,\"ä\"ö\n5,ok\n");
        List<RejectedRow> rejected = new ArrayList<>();

        assertThat(Rows.of(file.open("a INTEGER, b VARCHAR"), Long.MAX_VALUE, rejected::add))
                .containsExactly(asList(3, "ok"), asList(5, "ok"));
        assertThat(rejected).extracting(RejectedRow::line).containsExactly(2L, 3L, 5L);
        assertThat(rejected).extracting(RejectedRow::rule).containsOnly("has text behind its closing quote");
    }

    @Test
    void aQuoteThatIsNotClosedEndsTheLoadEvenWhenBadRowsAreKept() throws IOException {
        CsvFiles file = file("a,b\n1,x\n2,\"y\n3,z\n");

        assertError(
                ErrorCode.DATA,
                () -> Rows.of(file.open("a INTEGER, b VARCHAR"), Long.MAX_VALUE, row -> {}),
                file.file() + ", line 3: '2,\"y\n3,z\n' has a quote that is not closed before the end of the file");
    }

    @Test
    void aFieldWithoutEndIsAnErrorThatNamesItsLine() throws IOException {
        byte[] bytes = new byte[17 * 1024 * 1024];
        Arrays.fill(bytes, (byte) 'x');
        byte[] start = "a,b\n1,x\n2,\"".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(start, 0, bytes, 0, start.length);
        bytes[bytes.length - 1] = '"';
        CsvFiles file = CsvFiles.of(folder, bytes);

        assertError(
                ErrorCode.DATA,
                () -> file.rows("a INTEGER, b VARCHAR"),
                file.file() + ", line 3: a field has more than 16777216 characters");
    }

    @Test
    void aMisfitWithAnInferredTypeSaysFromWhereTheTypeCameAndHowToGiveIt() throws IOException {
        CsvFiles file = file("a\n" + "1\n".repeat(Layout.SAMPLE_RECORDS) + "x\n");

        assertError(
                ErrorCode.DATA,
                () -> file.rows(null),
                "line " + (Layout.SAMPLE_RECORDS + 2)
                        + ", column a: 'x' is not a BIGINT; the type was inferred from the first",
                "--columns");
    }

    @Test
    void aHeaderThatDoesNotNameTheColumnsIsAUserErrorBeforeAnythingIsRead() throws IOException {
        assertError(
                ErrorCode.USER,
                () -> file("a,x\n1,2\n").open("a INTEGER, b INTEGER").splits(1),
                "names a column 'x'",
                "a, b");
        assertError(
                ErrorCode.USER,
                () -> file("a\n1\n").open("a INTEGER, b INTEGER").splits(1),
                "lacks the column 'b'");
        assertError(
                ErrorCode.USER,
                () -> file("a,b,A\n1,2,3\n").open("a INTEGER, b INTEGER").splits(1),
                "names the column 'A' twice");
        assertError(ErrorCode.USER, () -> file("a,b,A\n1,2,3\n").open(null), "names the column 'A' twice");
        assertError(
                ErrorCode.USER,
                () -> file("1,2\n3,4\n").open("a INTEGER, b INTEGER").splits(1),
                "header=false");
    }

    @Test
    void aHeaderThatIsNotUtf8OrHasNoEndIsADataError() throws IOException {
        CsvFiles latin = CsvFiles.of(folder, new byte[] {'a', (byte) 0xE4, '\n', '1', '\n'});
        assertError(
                ErrorCode.DATA, () -> latin.open("a INTEGER").splits(1), "header", "is not valid UTF-8 (byte 0xE4)");

        byte[] bytes = new byte[40 * 1024 * 1024];
        Arrays.fill(bytes, (byte) 'x');
        bytes[0] = '"';
        CsvFiles endless = CsvFiles.of(folder, bytes);
        assertError(ErrorCode.DATA, () -> endless.open("a INTEGER").splits(1), "header has no end");
    }

    @Test
    void utf16IsRefusedByItsByteOrderMark() throws IOException {
        CsvFiles file = CsvFiles.of(folder, "\uFEFFa\n1\n".getBytes(StandardCharsets.UTF_16LE));

        assertError(ErrorCode.DATA, () -> file.open("a INTEGER").splits(1), "must be UTF-8", "UTF-16");
        assertError(ErrorCode.DATA, () -> file.open(null), "must be UTF-8", "UTF-16");
    }

    @Test
    void nothingToInferFromIsAUserError() throws IOException {
        assertError(ErrorCode.USER, () -> file("").open(null), "types cannot be inferred", "--columns");
    }

    @Test
    void damagedGzipIsADataErrorThatNamesTheFile() throws IOException {
        byte[] whole = CsvFiles.gzip("a\n" + "12345\n".repeat(100_000));
        CsvFiles cut = CsvFiles.of(folder, Arrays.copyOf(whole, whole.length - 20));
        assertError(ErrorCode.DATA, () -> cut.rows("a INTEGER"), cut.file() + " is not a whole gzip file");

        whole[whole.length / 2] ^= 0x55;
        CsvFiles damaged = CsvFiles.of(folder, whole);
        assertError(
                ErrorCode.DATA, () -> damaged.rows("a INTEGER"), damaged.file().toString());

        CsvFiles plain = file("a\n1\n");
        assertError(ErrorCode.DATA, () -> plain.rows("a INTEGER", "compression", "gzip"), "is not a whole gzip file");
        assertError(ErrorCode.DATA, () -> plain.rows(null, "compression", "gzip"), "is not a whole gzip file");
    }

    @Test
    void wrongOptionsAreUserErrors() throws IOException {
        CsvFiles file = file("a\n1\n");

        assertError(
                ErrorCode.USER,
                () -> file.open(null, "delimeter", ";"),
                "unknown option 'delimeter'",
                "did you mean 'delimiter'");
        assertError(ErrorCode.USER, () -> file.open(null, "delimiter", ";;"), "one character", "';;'");
        assertError(ErrorCode.USER, () -> file.open(null, "delimiter", "\n"), "no line break");
        assertError(ErrorCode.USER, () -> file.open(null, "delimiter", "\""), "must differ from the quote");
        assertError(ErrorCode.USER, () -> file.open(null, "quote", "§"), "ASCII", "'§'");
        assertError(
                ErrorCode.USER, () -> file.open(null, "header", "maybe"), "'header'", "[true, false, auto]", "'maybe'");
        assertError(ErrorCode.USER, () -> file.open(null, "compression", "zip"), "'compression'", "'zip'");
        assertError(ErrorCode.USER, () -> file.open(null, "delimiter", ",", "null", "a,b"), "'null'");
        assertError(ErrorCode.USER, () -> file.open("a DECIMAL(20, 2)"), "at most 18 digits", "DECIMAL(20, 2)");
        assertError(ErrorCode.USER, () -> file.open("a INTEGER").splits(0), "must be > 0, got 0");
    }

    @Test
    void aPathThatMatchesNothingIsAUserError() {
        assertError(
                ErrorCode.USER,
                () -> new CsvFormat().open(new SourceSpec("csv", List.of(folder + "/none*.csv"), null, Map.of())),
                folder + "/none*.csv");
    }

    static void assertError(ErrorCode code, ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOf(GridmillException.class)
                .hasMessageContainingAll(parts)
                .extracting(e -> ((GridmillException) e).code())
                .isEqualTo(code);
    }
}
