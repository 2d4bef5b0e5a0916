package io.gridmill.loaders.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.Source;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.core.source.SplitReader;
import io.gridmill.loaders.Rows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvPropertyTest {
    private static final int TABLES = 100;
    private static final int SOUPS = 400;
    private static final String[] TEXTS = {
        "", "x", "\"", "\n", "\r", "\r\n", ",", "§", "é", "€", "𝄞", "NULL", "5", "a b", "\\", "'"
    };

    @TempDir
    Path folder;

    /** A seed of its own each time, which a failure names. */
    private final long seed = System.nanoTime();

    private final Random random = new Random(seed);

    @Test
    void anyTableThatIsWrittenAsCsvReadsBackEqualHoweverItIsCut() throws IOException {
        for (int i = 0; i < TABLES; i++) {
            String[] types = {"VARCHAR", "BIGINT", "DECIMAL(18, 5)", "DOUBLE", "DATE", "TIMESTAMP", "BOOLEAN"};
            int columns = 1 + random.nextInt(5);
            List<String> schema = new ArrayList<>();
            for (int c = 0; c < columns; c++) {
                schema.add("col" + c + " " + types[random.nextInt(types.length)]);
            }
            char delimiter = ",;|\t§".charAt(random.nextInt(5));
            boolean header = random.nextBoolean();
            boolean trailing = random.nextInt(4) == 0;
            String lineBreak = random.nextBoolean() ? "\n" : "\r\n";
            List<List<@Nullable Object>> rows = new ArrayList<>();
            StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "\uFEFF" : "");
            if (header) {
                for (int c = 0; c < columns; c++) {
                    text.append(c == 0 ? "" : delimiter).append("col").append(c);
                }
                text.append(trailing ? String.valueOf(delimiter) : "").append(lineBreak);
            }
            int count = random.nextInt(60);
            for (int r = 0; r < count; r++) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int c = 0; c < columns; c++) {
                    Object value =
                            random.nextInt(6) == 0 ? null : value(schema.get(c).split(" ", 2)[1]);
                    row.add(value instanceof LocalDate date ? (Object) (int) date.toEpochDay() : value);
                    text.append(c == 0 ? "" : delimiter).append(field(value, delimiter));
                }
                rows.add(row);
                text.append(trailing ? String.valueOf(delimiter) : "");
                text.append(r == count - 1 && columns > 1 && random.nextBoolean() ? "" : lineBreak);
            }

            CsvFiles file = CsvFiles.of(folder, text.toString());
            String[] options = {"delimiter", String.valueOf(delimiter), "header", String.valueOf(header)};
            SourceSpec spec = file.spec(String.join(", ", schema), options);
            Source source = new CsvFormat().open(spec);
            long target = 1L + random.nextInt(text.length() + 20);

            assertThat(Rows.of(source, target, RejectHandler.FAIL))
                    .as("seed %d, table %d: %s", seed, i, text)
                    .isEqualTo(rows);
            assertThat(throughBlocks(spec, (int) target))
                    .as("blocks, seed %d, table %d: %s", seed, i, text)
                    .isEqualTo(rows);
        }
    }

    private static List<List<@Nullable Object>> throughBlocks(SourceSpec spec, int targetBytes) {
        List<byte[]> blocks = new ArrayList<>();
        LocalBlocks load = LocalBlocks.of(LocalBlocks.cut(spec, targetBytes, (index, block) -> blocks.add(block))
                .source());
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (RootAllocator allocator = new RootAllocator()) {
            for (byte[] block : blocks) {
                try (SplitReader reader = load.open(block, allocator, RejectHandler.FAIL)) {
                    rows.addAll(Rows.of(reader));
                }
            }
        }
        return rows;
    }

    private Object value(String type) {
        return switch (type) {
            case "VARCHAR" -> {
                StringBuilder text = new StringBuilder();
                for (int n = random.nextInt(5); n > 0; n--) {
                    text.append(TEXTS[random.nextInt(TEXTS.length)]);
                }
                yield text.toString();
            }
            case "BIGINT" -> random.nextLong() >> random.nextInt(64);
            case "DOUBLE" ->
                random.nextBoolean()
                        ? random.nextInt(1_000_000) / 100.0
                        : Double.longBitsToDouble(random.nextLong() & ~(1L << 62));
            case "DATE" -> LocalDate.ofEpochDay(random.nextInt(3_000_000) - 700_000);
            case "TIMESTAMP" ->
                LocalDateTime.ofEpochSecond(
                        (random.nextLong() % 50_000_000_000L), random.nextInt(1_000_000) * 1000, ZoneOffset.UTC);
            case "BOOLEAN" -> random.nextBoolean();
            default -> BigDecimal.valueOf(random.nextLong() % 1_000_000_000_000_000_000L >> random.nextInt(60), 5);
        };
    }

    private String field(@Nullable Object value, char delimiter) {
        if (value == null) {
            return "";
        }
        String text = value.toString();
        boolean needed = text.isEmpty()
                || text.startsWith("\"")
                || text.chars().anyMatch(c -> c == delimiter || c == '\n' || c == '\r');
        return needed || random.nextInt(3) == 0 ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    @Test
    void brokenFilesGiveTheSameRowsRejectsAndErrorsHoweverTheyAreCut() throws IOException {
        byte[][] pieces = {
            {'"'},
            {'"'},
            {','},
            {','},
            {'\n'},
            {'\n'},
            {'\r'},
            {'x'},
            {'y', 'z'},
            {(byte) 0xC3, (byte) 0xA9},
            {(byte) 0xFF}
        };
        for (int i = 0; i < SOUPS; i++) {
            ByteArrayOutputStream soup = new ByteArrayOutputStream();
            for (int n = random.nextInt(60); n > 0; n--) {
                soup.writeBytes(pieces[random.nextInt(pieces.length)]);
            }
            CsvFiles file = CsvFiles.of(folder, soup.toByteArray());
            Source source = file.open("a VARCHAR, b VARCHAR", "header", "false");

            assertThat(outcome(source, 1 + random.nextInt(20)))
                    .as("seed %d, soup %d: %s", seed, i, new String(soup.toByteArray(), StandardCharsets.ISO_8859_1))
                    .isEqualTo(outcome(source, Long.MAX_VALUE));
        }
    }

    /** Rejects in order with their lines, then the rows or the error that ended the load. */
    private static List<Object> outcome(Source source, long targetBytes) {
        List<Object> outcome = new ArrayList<>();
        try {
            outcome.add(Rows.of(source, targetBytes, outcome::add));
        } catch (GridmillException e) {
            outcome.add(e.getMessage());
        }
        return outcome;
    }
}
