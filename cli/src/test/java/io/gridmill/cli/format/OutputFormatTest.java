package io.gridmill.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.client.fake.Batches;
import io.gridmill.core.batch.BatchCodec;
import io.gridmill.core.schema.TableSchema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.Test;

final class OutputFormatTest {
    private static final String COLUMNS =
            "b BOOLEAN, t TINYINT, s SMALLINT, i INTEGER, n BIGINT, m DECIMAL(20, 3), r REAL, d DOUBLE, v VARCHAR, y DATE, z TIMESTAMP";
    private static final List<Object> FULL = List.of(
            true,
            -1,
            300,
            70_000,
            5_000_000_000L,
            new BigDecimal("-12345678901234567.890"),
            0.1f,
            1e21,
            "say \"hi\",\nÄ",
            LocalDate.of(1998, 9, 2),
            LocalDateTime.of(2026, 1, 2, 3, 4, 5, 678_000));
    private static final List<Object> NULLS = Arrays.asList(new Object[11]);

    @Test
    void csv_has_a_header_quotes_where_needed_and_nothing_for_null() throws IOException {
        assertThat(text(OutputFormat.CSV, Batches.encode(COLUMNS, FULL, NULLS))).isEqualTo("""
                        b,t,s,i,n,m,r,d,v,y,z
                        true,-1,300,70000,5000000000,-12345678901234567.890,0.1,1.0E21,"say ""hi"",
                        Ä",1998-09-02,2026-01-02T03:04:05.000678
                        ,,,,,,,,,,
                        """);
    }

    @Test
    void json_is_an_object_a_line_with_exact_numbers() throws IOException {
        assertThat(text(OutputFormat.JSON, Batches.encode(COLUMNS, FULL, NULLS)))
                .isEqualTo("""
                        {"b":true,"t":-1,"s":300,"i":70000,"n":5000000000,"m":-12345678901234567.890,"r":0.1,"d":1.0E21,"v":"say \\"hi\\",\\nÄ","y":"1998-09-02","z":"2026-01-02T03:04:05.000678"}
                        {"b":null,"t":null,"s":null,"i":null,"n":null,"m":null,"r":null,"d":null,"v":null,"y":null,"z":null}
                        """);
    }

    @Test
    void json_has_no_number_for_nan_and_the_infinities() throws IOException {
        byte[] batch = Batches.encode(
                "d DOUBLE, r REAL",
                List.of(Double.NaN, Float.NEGATIVE_INFINITY),
                List.of(Double.POSITIVE_INFINITY, 1.5f));
        assertThat(text(OutputFormat.JSON, batch))
                .isEqualTo("{\"d\":\"NaN\",\"r\":\"-Infinity\"}\n{\"d\":\"Infinity\",\"r\":1.5}\n");
    }

    @Test
    void a_table_aligns_numbers_right_and_keeps_every_row_on_its_line() throws IOException {
        byte[] batch = Batches.encode(
                "name VARCHAR, price DECIMAL(6, 2)",
                List.of("a\nb\tc\u001b[31m", new BigDecimal("1.50")),
                Arrays.asList(null, new BigDecimal("1234.00")));
        assertThat(text(OutputFormat.TABLE, batch)).isEqualTo("""
                        name         |         price
                        VARCHAR      | DECIMAL(6, 2)
                        -------------+--------------
                        a\\nb\\tc\uFFFD[31m |          1.50
                        NULL         |       1234.00
                        (2 rows)
                        """);
    }

    @Test
    void a_table_without_rows_says_so() throws IOException {
        assertThat(text(OutputFormat.TABLE, Batches.encode("n BIGINT")))
                .isEqualTo("     n\nBIGINT\n------\n(0 rows)\n");
    }

    @Test
    void a_table_of_many_rows_and_long_texts_goes_on_with_the_first_widths() throws IOException {
        List<?>[] rows = IntStream.range(0, 1_500)
                .mapToObj(i -> List.of(i < 1_400 ? "x" : "y".repeat(200)))
                .toArray(List<?>[]::new);
        @SuppressWarnings("unchecked")
        String table = text(OutputFormat.TABLE, Batches.encode("v VARCHAR", (List<Object>[]) rows));
        assertThat(table.lines()).hasSize(1_504).anyMatch(line -> line.equals("y".repeat(80) + "…"));
        assertThat(table).endsWith("(1500 rows)\n");
    }

    @Test
    void a_text_that_reads_null_is_not_taken_for_one() throws IOException {
        assertThat(text(OutputFormat.TABLE, Batches.encode("v VARCHAR", List.of("NULL"), Arrays.asList((Object) null))))
                .isEqualTo("v\nVARCHAR\n-------\n'NULL'\nNULL\n(2 rows)\n");
    }

    @Test
    void on_a_narrow_terminal_the_widest_texts_give_way_and_numbers_do_not() throws IOException {
        byte[] batch = Batches.encode(
                "n BIGINT, short VARCHAR, long VARCHAR", List.of(1_234_567_890_123L, "abcdef", "x".repeat(70)));
        assertThat(table(50, batch)).isEqualTo("""
                                    n | short   | long
                               BIGINT | VARCHAR | VARCHAR
                        --------------+---------+-------------------------
                        1234567890123 | abcdef  | %s…
                        (1 row)
                        """.formatted("x".repeat(23)));
        assertThat(table(50, batch).lines()).allMatch(line -> line.length() <= 50);
    }

    @Test
    void the_first_column_which_names_the_row_gives_way_last() throws IOException {
        byte[] batch = Batches.encode(
                "id VARCHAR, what VARCHAR, why VARCHAR",
                List.of("j20261127.100434.7fc39ee2", "w".repeat(30), "y".repeat(30)));
        assertThat(table(50, batch)).contains("j20261127.100434.7fc39ee2 | wwwwwwww… | yyyyyyyy…");
    }

    @Test
    void columns_that_do_not_fit_are_left_out_and_counted() throws IOException {
        byte[] batch = Batches.encode(
                "a BIGINT, b BIGINT, c BIGINT, d VARCHAR",
                List.of(1_000_000_000L, 2_000_000_000L, 3_000_000_000L, "x"));
        assertThat(table(32, batch)).isEqualTo("""
                                 a |          b | …
                            BIGINT |     BIGINT | …
                        -----------+------------+--
                        1000000000 | 2000000000 | …
                        (1 row, 2 of 4 columns shown; --output csv or json writes all)
                        """);
    }

    @Test
    void a_terminal_gets_a_thousand_rows_and_the_count_of_all() throws IOException {
        byte[] batch = Batches.encode("n BIGINT", many(900));
        assertThat(table(80, batch, batch).lines()).hasSize(1_004);
        assertThat(table(80, batch, batch)).endsWith("(1000 of 1800 rows shown; --output csv or json writes all)\n");
    }

    @Test
    void a_letter_that_takes_two_places_is_counted_as_two() throws IOException {
        assertThat(table(80, Batches.encode("city VARCHAR, n BIGINT", List.of("東京", 1L), List.of("Bern", 2L))))
                .isEqualTo("""
                        city    |      n
                        VARCHAR | BIGINT
                        --------+-------
                        東京    |      1
                        Bern    |      2
                        (2 rows)
                        """);
    }

    @SuppressWarnings("unchecked")
    private static List<Object>[] many(int rows) {
        return (List<Object>[])
                IntStream.range(0, rows).mapToObj(i -> List.of((long) i)).toArray(List<?>[]::new);
    }

    @Test
    void arrow_is_a_stream_that_arrow_reads_back() throws IOException {
        byte[] bytes = bytes(
                OutputFormat.ARROW,
                Screen.ENDLESS,
                Batches.encode(COLUMNS, FULL),
                Batches.encode(COLUMNS, NULLS, FULL));
        try (RootAllocator allocator = new RootAllocator();
                ArrowStreamReader reader = new ArrowStreamReader(new ByteArrayInputStream(bytes), allocator)) {
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            assertThat(TableSchema.fromArrow(root.getSchema())).isEqualTo(TableSchema.parse(COLUMNS));
            assertThat(reader.loadNextBatch()).isTrue();
            assertThat(root.getRowCount()).isEqualTo(1);
            assertThat(root.getVector("v").getObject(0)).hasToString("say \"hi\",\nÄ");
            assertThat(reader.loadNextBatch()).isTrue();
            assertThat(root.getRowCount()).isEqualTo(2);
            assertThat(root.getVector("m").getObject(1)).isEqualTo(new BigDecimal("-12345678901234567.890"));
            assertThat(root.getVector("d").isNull(0)).isTrue();
            assertThat(reader.loadNextBatch()).isFalse();
        }
    }

    private static String text(OutputFormat format, byte[]... batches) throws IOException {
        return new String(bytes(format, Screen.ENDLESS, batches), StandardCharsets.UTF_8);
    }

    private static String table(int columns, byte[]... batches) throws IOException {
        return new String(bytes(OutputFormat.TABLE, Screen.of(columns), batches), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(OutputFormat format, Screen screen, byte[]... batches) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RowsWriter writer = null;
        try (RootAllocator allocator = new RootAllocator()) {
            for (byte[] batch : batches) {
                try (ArrowStreamReader reader = BatchCodec.open(batch, allocator)) {
                    VectorSchemaRoot root = reader.getVectorSchemaRoot();
                    if (writer == null) {
                        writer = format.open(TableSchema.fromArrow(root.getSchema()), out, screen);
                    }
                    if (reader.loadNextBatch()) {
                        writer.write(root);
                    }
                }
            }
        }
        if (writer != null) {
            writer.end();
        }
        return out.toByteArray();
    }
}
