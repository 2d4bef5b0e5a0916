package io.gridmill.loaders.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.gridmill.core.json.JsonFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Walks the object in a line, key by key. */
final class LineParser {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /** Takes the values of an object. */
    interface Values {
        /**
         * Takes one value; the parser stands on it, and for an array or object the rest is skipped afterwards.
         *
         * @return null, or the rule that it breaks, which ends the walk
         */
        @Nullable
        String take(String key, JsonToken value, JsonParser parser) throws IOException;
    }

    private LineParser() {}

    /** @return null, or the rule that the line breaks, for example {@code is not JSON: ...} */
    static @Nullable String walk(byte[] bytes, int from, int end, Values values) {
        try (JsonParser parser = FACTORY.createParser(bytes, from, end - from)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                return "must be one JSON object, starts with " + describe(first);
            }
            String key;
            while ((key = parser.nextFieldName()) != null) {
                JsonToken value = parser.nextToken();
                String broken = values.take(key, value, parser);
                if (broken != null) {
                    return broken;
                }
                if (value.isStructStart()) {
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                return "must be one JSON object, has more behind it at column "
                        + parser.currentTokenLocation().getColumnNr();
            }
            return null;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            return "is not JSON: " + JsonFault.inWords(e) + (at == null ? "" : " at column " + at.getColumnNr());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a value is, in words. */
    static String describe(@Nullable JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_ARRAY -> "an array";
            case START_OBJECT -> "an object";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a truth value";
            default -> "null";
        };
    }
}
