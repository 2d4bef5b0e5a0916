package io.gridmill.loaders.json;

import com.fasterxml.jackson.core.JsonToken;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.SourceSpec.Found;
import io.gridmill.loaders.text.ColumnGuess;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Infers columns from the first records of a file: every key that one of them has, in the order of their first appearance. */
final class Sample {
    private static final int RECORDS = 10_000;
    private static final long BYTES = 4 << 20;

    private Sample() {}

    /**
     * Reads so many records, or about so many bytes, or all. Lines that are no objects say nothing: they are rejected when they are read.
     *
     * @throws GridmillException USER for a key whose value is nested, naming key and line, or when there is no record
     */
    static Layout read(InputStream stream, String file) throws IOException {
        Lines lines = new Lines(stream, file);
        Map<String, JsonGuess> guesses = new LinkedHashMap<>();
        int records = 0;
        String firstBroken = null;
        while (records < RECORDS && lines.bytesTaken() < BYTES && lines.next()) {
            if (lines.number() == 1) {
                lines.skipByteOrderMark();
            }
            if (lines.isBlank()) {
                continue;
            }
            String broken = add(lines, guesses, file);
            if (broken == null) {
                records++;
            } else if (firstBroken == null) {
                firstBroken = "line " + lines.number() + " " + broken;
            }
        }
        TableSchema schema = schema(guesses, file, firstBroken);
        Map<String, ColumnGuess> texts = new LinkedHashMap<>();
        guesses.forEach((key, guess) -> texts.put(key, guess.texts()));
        return new Layout(schema, new Found(records, ColumnGuess.zonesInWords(texts)));
    }

    /** A value of a line that may still turn out to be broken. */
    private record Value(JsonToken token, String text) {}

    private static @Nullable String add(Lines lines, Map<String, JsonGuess> guesses, String file) {
        Map<String, Value> values = new LinkedHashMap<>();
        String broken = LineParser.walk(lines.bytes(), lines.from(), lines.end(), (key, value, parser) -> {
            if (value.isStructStart()) {
                throw GridmillException.user("key '" + key + "' of " + file + ", line " + lines.number() + ", holds "
                        + LineParser.describe(value)
                        + "; nested values are not read; name the columns to read (--columns) to leave it out");
            }
            values.put(key, new Value(value, parser.getText()));
            return null;
        });
        if (broken == null) {
            values.forEach((key, value) -> {
                JsonGuess guess = guesses.computeIfAbsent(key, name -> new JsonGuess());
                if (value.token() != JsonToken.VALUE_NULL) {
                    guess.add(value.token(), value.text());
                }
            });
        }
        return broken;
    }

    private static TableSchema schema(Map<String, JsonGuess> guesses, String file, @Nullable String firstBroken) {
        if (guesses.isEmpty()) {
            throw GridmillException.user("columns cannot be inferred from " + file + ", which has no "
                    + (firstBroken == null ? "records" : "JSON object with keys among its first lines: " + firstBroken)
                    + "; give the columns and their types (--columns)");
        }
        List<Column> columns = new ArrayList<>();
        guesses.forEach((key, guess) -> columns.add(new Column(key, guess.type())));
        try {
            return new TableSchema(columns);
        } catch (GridmillException e) {
            throw GridmillException.user(file + ": " + e.getMessage());
        }
    }
}
