package io.gridmill.loaders;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.Source;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.loaders.auto.AutoFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Odd files that are loaded without an option have the columns and rows that DuckDB finds in them, which shares no code; {@code docs/formats.md}
 * says where the two differ by intent. In the texts, {@code /} ends a line, {@code ~} is a tab.
 */
class OddFilesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,b/1,2/3,4/",
                "a,b/1,2/3,4",
                "1,2/3,4/",
                "x,y/u,v/w,z/",
                "x/u/",
                "x,y/",
                "x/",
                "1,2/",
                "1/",
                "a;b/1;2/3;4/",
                "a|b|c/1|2|3/",
                "a~b/1~2/",
                "a;1/b;2/",
                "1|x/2|y/",
                "a;b,c/1;2,3/4;5,6/",
                "a|b/\"x|y\"|2/",
                "a,b/\"x/y\",2/\"z\",3/",
                "a,b/\"x \"\"y\"\"\",2/",
                "\uFEFFa,b/1,2/",
                "\uFEFF1,2/3,4/",
                "a,b\r/1,2\r/",
                "a,b/1,nan/2,1.5/",
                "a,b/1,NaN/2,1.5/",
                "a/nan/inf/",
                "a/-0.0/1.5/",
                "a/-0/1/",
                "a,b/1,-0.0/2,0.00/",
                "a,t/1,2024-01-01T00:00:00Z/2,2024-01-01 00:00:00+02:00/",
                "a,t/1,2024-01-01T00:00:00Z/2,2024-01-01 00:00:00/",
                "t;v/2024-01-01T00:00:00.123456+0200;1/",
                "a,t/1,2024-01-01 10:00/",
                "a,b,c/1,,3/2,,4/",
                "a/1//2/",
                "a,b/1,2///3,4/",
                "a,b/true,1/false,2/",
                "a,b/1,TRUE/2,False/",
                "x,true/y,false/",
                "a,d/1,2024-01-01/2,2024-02-29/",
                "2024-01-01,x/2024-01-02,y/",
                "a,b/1,9223372036854775807/2,-9223372036854775808/",
                "a,z/1,00123/2,00456/",
                "a,b/1,1e5/2,2/",
                "a,b/1,1.10/2,1.123456789012345678901/",
                "1.5/2.5/",
                "a,b/\"1\",\"2\"/",
                ",b/1,2/",
                "1,x/2,y/",
                "x,1/y,2/",
                "a,2024/b,3/",
                "id,2024/1,5.5/",
                "NULL,1/x,2/",
                "a,b/1,NULL/2,3/",
                "a,b/1,NA/2,3/",
                "a,b/1,1_000/",
                "name/John Smith/Jane Doe/",
                "a:b/1:2/",
            })
    void csvWithoutOptionsIsWhatDuckDbReads(String text) throws IOException, SQLException {
        byte[] bytes = bytes(text);

        same(Files.write(folder.resolve("odd.csv"), bytes), "read_csv_auto");
        same(Files.write(folder.resolve("odd.csv.gz"), gzip(bytes)), "read_csv_auto");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"b\":\"x\"}/{\"a\":2,\"b\":\"y\"}/",
                "{\"a\":NaN}/{\"a\":1.5}/",
                "{\"a\":Infinity}/{\"a\":-Infinity}/",
                "{\"a\":\"NaN\"}/{\"a\":\"1.5\"}/",
                "{\"a\":-0.0}/{\"a\":1.5}/",
                "{\"a\":1}/{\"a\":1.25}/",
                "{\"a\":1}/{\"b\":\"00123\"}/",
                "{\"a\":18446744073709551616}/",
                "{\"t\":\"2024-01-01T00:00:00Z\"}/",
                "{\"t\":\"2024-01-01T00:00:00+02:00\"}/",
                "{\"t\":\"2024-01-01 10:00:00\"}/",
                "{\"d\":\"2024-01-01\"}/",
                "{\"a\":true}/{\"a\":null}/",
                "/{\"a\":1}//",
            })
    void jsonLinesWithoutOptionsAreWhatDuckDbReads(String text) throws IOException, SQLException {
        byte[] bytes = bytes(text);

        same(Files.write(folder.resolve("odd.jsonl"), bytes), "read_json_auto");
        same(Files.write(folder.resolve("odd.jsonl.gz"), gzip(bytes)), "read_json_auto");
    }

    /** What {@code docs/formats.md} lists: the file, our columns, DuckDB's. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "csv!a,b/1,+1/!a BIGINT, b BIGINT!a BIGINT, b VARCHAR",
                "csv!a,b/1,inf/2,-Infinity/3,NaN/!a BIGINT, b DOUBLE!a BIGINT, b VARCHAR",
                "csv!a,b/t,1/f,2/!a VARCHAR, b BIGINT!a BOOLEAN, b BIGINT",
                "csv!a,d/1,21-02-2024/!a BIGINT, d VARCHAR!a BIGINT, d DATE",
                "csv!a,b/1,9223372036854775808/!a BIGINT, b VARCHAR!a BIGINT, b HUGEINT",
                "csv!a,b/10:00:00,1/!a VARCHAR, b BIGINT!a TIME, b BIGINT",
                "csv!a,t/1,2024-01-01T10:00:00.1234567/!a BIGINT, t VARCHAR!a BIGINT, t TIMESTAMP",
                "csv!a,b/1, 2/!a BIGINT, b VARCHAR!a BIGINT, b BIGINT",
                "csv!a,b/1,\"\"/2,3/!a BIGINT, b VARCHAR!a BIGINT, b BIGINT",
                "csv!a,b,/1,2,/!a BIGINT, b BIGINT!a BIGINT, b BIGINT, column2 VARCHAR",
                "csv!a;b/1,5;2,5/3,5;4,5/!a VARCHAR, b VARCHAR!column0 BIGINT, column1 VARCHAR, column2 BIGINT",
                "csv!00123/00456/!c1 VARCHAR!00123 VARCHAR",
                "csv!red,up/blue,down/red,down/!c1 VARCHAR, c2 VARCHAR!red VARCHAR, up VARCHAR",
                "jsonl!{\"a\":\"NaN\"}/{\"a\":1.5}/!a DOUBLE!a JSON",
                "jsonl!{\"a\":true}/{\"a\":\"x\"}/!a VARCHAR!a JSON",
                "jsonl!{\"a\":9223372036854775808}/!a DOUBLE!a HUGEINT",
                "jsonl!{\"a\":null}/!a VARCHAR!a \"NULL\"",
            })
    void whereTypesDifferFromDuckDbsByIntent(String format, String text, String ours, String theirs)
            throws IOException, SQLException {
        Path file = Files.write(folder.resolve("odd." + format), bytes(text));

        assertThat(open(file).schema().toString()).isEqualTo(ours);
        String function = format.equals("csv") ? "read_csv_auto" : "read_json_auto";
        try (DuckDb duckDb = new DuckDb()) {
            assertThat(described(duckDb, function, file).entrySet().stream()
                            .map(column -> column.getKey() + " " + column.getValue())
                            .collect(Collectors.joining(", ")))
                    .isEqualTo(theirs);
        }
    }

    private static byte[] bytes(String text) {
        return text.replace('/', '\n').replace('~', '\t').getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }

    private static Source open(Path file) {
        return new AutoFormat().open(new SourceSpec("auto", List.of(file.toString()), null, Map.of()));
    }

    private static void same(Path file, String function) throws SQLException {
        Source source = open(file);
        try (DuckDb duckDb = new DuckDb()) {
            Map<String, String> theirs = described(duckDb, function, file);
            assertThat(names(source.schema()))
                    .isEqualTo(
                            theirs.keySet().stream().map(OddFilesTest::ourName).toList());
            List<String> ours = source.schema().columns().stream()
                    .map(column -> theirType(column.type().toString()))
                    .toList();
            assertThat(ours)
                    .isEqualTo(theirs.values().stream()
                            .map(type -> type.equals("TIMESTAMP WITH TIME ZONE") ? "TIMESTAMP" : type)
                            .toList());
            String columns = source.schema().columns().stream()
                    .map(column -> asked(
                            column,
                            List.copyOf(theirs.keySet()).get(source.schema().indexOf(column.name()))))
                    .collect(Collectors.joining(", "));
            assertThat(Rows.of(source, Long.MAX_VALUE, RejectHandler.FAIL).stream()
                            .map(OddFilesTest::plain)
                            .toList())
                    .isEqualTo(duckDb.rows("SELECT " + columns + " FROM " + function + "('" + file + "')"));
        }
    }

    private static List<String> names(TableSchema schema) {
        return schema.columns().stream().map(Column::name).toList();
    }

    /** DuckDB counts columns without a name from 0. */
    private static String ourName(String theirs) {
        return theirs.matches("column\\d+") ? "c" + (Integer.parseInt(theirs.substring(6)) + 1) : theirs;
    }

    /** Where DuckDB takes numbers with a point for DOUBLE, a DECIMAL keeps them exact. */
    private static String theirType(String ours) {
        return ours.startsWith("DECIMAL") ? "DOUBLE" : ours;
    }

    private static String asked(Column column, String theirName) {
        String name = "\"" + theirName + "\"";
        return switch (column.type().kind()) {
            case DATE -> "CAST(" + name + " - DATE '1970-01-01' AS INTEGER)";
            case TIMESTAMP -> "epoch_us(" + name + ")";
            default -> "CAST(" + name + " AS " + column.type() + ")";
        };
    }

    private static List<@Nullable Object> plain(List<@Nullable Object> row) {
        List<@Nullable Object> plain = new ArrayList<>();
        for (Object value : row) {
            plain.add(
                    value instanceof LocalDateTime time
                            ? (Object) ChronoUnit.MICROS.between(LocalDateTime.parse("1970-01-01T00:00"), time)
                            : value);
        }
        return plain;
    }

    private static Map<String, String> described(DuckDb duckDb, String function, Path file) throws SQLException {
        duckDb.run("SET TimeZone = 'UTC'");
        Map<String, String> columns = new LinkedHashMap<>();
        for (List<@Nullable Object> row : duckDb.rows(
                "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM " + function + "('" + file + "'))")) {
            columns.put(String.valueOf(row.get(0)), String.valueOf(row.get(1)));
        }
        return columns;
    }
}
