package io.gridmill.loaders.csv;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.loaders.csv.CsvOptions.Header;
import io.gridmill.loaders.text.ColumnFiller;
import io.gridmill.loaders.text.ColumnGuess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the records of a load look like, found once, from its first file.
 *
 * @param hasHeader whether each file starts with a header
 * @param sampledRecords from how many records the types were inferred; 0 when they were given
 */
record Layout(TableSchema schema, boolean hasHeader, int sampledRecords) {
    static final int SAMPLE_RECORDS = 10_000;
    static final long SAMPLE_BYTES = 4 << 20;

    /** How many records {@link #of} wants to see: to infer types many, else the one that may be a header. Each share of a load looks again. */
    static int sampleRecords(@Nullable TableSchema given) {
        return given == null ? SAMPLE_RECORDS : 1;
    }

    /**
     * @param records the first records of the first file, the header (if there is one) among them
     * @param file its name, for errors
     */
    static Layout of(
            CsvOptions options, @Nullable TableSchema given, List<List<@Nullable String>> records, String file) {
        if (given != null) {
            // Fails early for types that CSV cannot have.
            given.columns().forEach(ColumnFiller::of);
            return new Layout(given, hasHeader(options, given, records), 0);
        }
        if (records.isEmpty()) {
            throw GridmillException.user("types cannot be inferred from " + file
                    + ", which has no records; give the columns and their types (--columns)");
        }
        List<@Nullable String> first = records.get(0);
        List<List<@Nullable String>> rest = records.subList(1, records.size());
        boolean header = switch (options.header()) {
            case TRUE -> true;
            case FALSE -> false;
            case AUTO -> looksLikeHeader(first, rest);
        };
        List<List<@Nullable String>> data = header ? rest : records;
        int fields = first.size();
        boolean endsWithDelimiter = fields > 1
                && (!header || Head.isBlank(first.get(fields - 1)))
                && data.stream()
                        .filter(record -> record.size() == fields)
                        .allMatch(record -> Head.isBlank(record.get(fields - 1)));
        int columns = endsWithDelimiter ? fields - 1 : fields;
        ColumnGuess[] guesses = guesses(data, columns, fields);
        List<Column> schema = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < columns; i++) {
            String name = header ? first.get(i) : null;
            schema.add(new Column(name == null || name.isBlank() ? "c" + (i + 1) : name.strip(), guesses[i].type()));
            if (!names.add(schema.get(i).name().toLowerCase(Locale.ROOT))) {
                throw GridmillException.user("the header of " + file + " names the column '"
                        + schema.get(i).name() + "' twice");
            }
        }
        return new Layout(new TableSchema(schema), header, data.size());
    }

    private static ColumnGuess[] guesses(List<List<@Nullable String>> records, int columns, int fields) {
        ColumnGuess[] guesses = new ColumnGuess[columns];
        Arrays.setAll(guesses, i -> new ColumnGuess());
        for (List<@Nullable String> record : records) {
            // Records with another number of fields are rejected when they are read, and say nothing about types.
            int size = record.size();
            if (size != columns && size != columns + 1 && size != fields) {
                continue;
            }
            for (int i = 0; i < Math.min(columns, size); i++) {
                String value = record.get(i);
                if (value != null) {
                    guesses[i].add(value);
                }
            }
        }
        return guesses;
    }

    private static boolean hasHeader(CsvOptions options, TableSchema given, List<List<@Nullable String>> records) {
        if (options.header() != Header.AUTO) {
            return options.header() == Header.TRUE;
        }
        return !records.isEmpty()
                && records.get(0).stream().anyMatch(name -> name != null && given.indexOf(name.strip()) >= 0)
                && records.get(0).stream().allMatch(name -> Head.isBlank(name) || given.indexOf(name.strip()) >= 0);
    }

    /** All names are there, differ and are text, and some column below is not text. */
    private static boolean looksLikeHeader(List<@Nullable String> first, List<List<@Nullable String>> rest) {
        Set<String> names = new HashSet<>();
        int count = Head.isBlank(first.get(first.size() - 1)) ? first.size() - 1 : first.size();
        for (String name : first.subList(0, count)) {
            ColumnGuess guess = new ColumnGuess();
            guess.add(name == null ? "" : name);
            if (Head.isBlank(name) || !guess.isText() || !names.add(name.strip().toLowerCase(Locale.ROOT))) {
                return false;
            }
        }
        for (ColumnGuess guess : guesses(rest, count, first.size())) {
            if (guess.isTyped()) {
                return true;
            }
        }
        return false;
    }
}
