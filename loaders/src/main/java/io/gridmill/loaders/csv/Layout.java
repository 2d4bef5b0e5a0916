package io.gridmill.loaders.csv;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.core.source.SourceSpec.Found;
import io.gridmill.loaders.csv.CsvOptions.Header;
import io.gridmill.loaders.text.ColumnFiller;
import io.gridmill.loaders.text.ColumnGuess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the records of a load look like, found once, from its first file.
 *
 * @param hasHeader whether each file starts with a header
 * @param sampledRecords from how many records the types were inferred; 0 when they were given
 * @param headerInWords how it was found whether there is a header
 * @param zones what was found of times with a zone, in words; empty for nothing
 * @param delimiterFound whether the delimiter was not given
 */
record Layout(
        TableSchema schema,
        boolean hasHeader,
        int sampledRecords,
        String headerInWords,
        String zones,
        boolean delimiterFound) {
    static final int SAMPLE_RECORDS = 10_000;
    static final int SAMPLE_BYTES = 4 << 20;

    private static final String HEADER = "the first line names the columns";
    private static final String LIKELY_HEADER = "the first line was taken for names, though all below is text, too";
    private static final String NO_HEADER = "no line of names";

    /**
     * @param records the first records of the first file, the header (if there is one) among them
     * @param file its name, for errors
     */
    static Layout of(CsvOptions options, SourceSpec asked, List<List<@Nullable String>> records, String file) {
        TableSchema given = asked.columns();
        boolean delimiterFound = Reading.foundDelimiter(asked);
        if (given != null) {
            // Fails early for types that CSV cannot have.
            given.columns().forEach(ColumnFiller::of);
            Found found = asked.found();
            boolean header = hasHeader(options, given, records);
            return new Layout(
                    given,
                    header,
                    found == null ? 0 : found.records(),
                    header ? HEADER : NO_HEADER,
                    "",
                    delimiterFound);
        }
        if (records.isEmpty()) {
            throw GridmillException.user("types cannot be inferred from " + file
                    + ", which has no records; give the columns and their types (--columns)");
        }
        List<@Nullable String> first = records.get(0);
        List<List<@Nullable String>> rest = records.subList(1, records.size());
        String headerInWords = switch (options.header()) {
            case TRUE -> HEADER;
            case FALSE -> NO_HEADER;
            case AUTO -> findHeader(first, rest);
        };
        boolean header = !headerInWords.equals(NO_HEADER);
        List<List<@Nullable String>> data =
                header ? rest : records.subList(0, Math.min(SAMPLE_RECORDS, records.size()));
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
        Map<String, ColumnGuess> byName = new LinkedHashMap<>();
        for (int i = 0; i < columns; i++) {
            byName.put(schema.get(i).name(), guesses[i]);
        }
        return new Layout(
                new TableSchema(schema),
                header,
                data.size(),
                headerInWords,
                ColumnGuess.zonesInWords(byName),
                delimiterFound);
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

    /**
     * A first record with a field that does not fit a type that all fields below have is a header. Above nothing but text it is one, too, unless it
     * looks like the records below.
     */
    private static String findHeader(List<@Nullable String> first, List<List<@Nullable String>> rest) {
        int count = Head.isBlank(first.get(first.size() - 1)) ? first.size() - 1 : first.size();
        boolean anyTyped = false;
        ColumnGuess[] guesses = guesses(rest, count, first.size());
        for (int i = 0; i < count; i++) {
            String name = first.get(i);
            if (!guesses[i].isTyped()) {
                continue;
            }
            anyTyped = true;
            if (name != null) {
                guesses[i].add(name);
                if (!guesses[i].isTyped()) {
                    return HEADER;
                }
            }
        }
        return !anyTyped && count > 0 && looksLikeNames(first.subList(0, count), rest) ? LIKELY_HEADER : NO_HEADER;
    }

    /** Texts with a letter, no two the same, none of which stands below in its column. */
    private static boolean looksLikeNames(List<@Nullable String> first, List<List<@Nullable String>> rest) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < first.size(); i++) {
            String name = first.get(i);
            int column = i;
            ColumnGuess guess = new ColumnGuess();
            guess.add(name == null ? "" : name);
            if (name == null
                    || !guess.isText()
                    || name.codePoints().noneMatch(Character::isLetter)
                    || !names.add(name.strip().toLowerCase(Locale.ROOT))
                    || rest.stream().anyMatch(record -> record.size() > column && name.equals(record.get(column)))) {
                return false;
            }
        }
        return true;
    }
}
