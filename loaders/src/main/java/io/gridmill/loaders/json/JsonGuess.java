package io.gridmill.loaders.json;

import com.fasterxml.jackson.core.JsonToken;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.loaders.text.ColumnGuess;

/**
 * The type that all sampled values of a key fit: of numbers BIGINT, DECIMAL(18, s) or DOUBLE, of strings DATE, TIMESTAMP or VARCHAR, of
 * truth values BOOLEAN; values of several kinds are VARCHAR, as they are written.
 */
final class JsonGuess {
    private final ColumnGuess texts = new ColumnGuess();
    private boolean anyString;
    private boolean anySpecial;
    private boolean anyNumber;
    private boolean anyTruth;

    void add(JsonToken value, String text) {
        switch (value) {
            case VALUE_STRING -> {
                if (isSpecial(text)) {
                    anySpecial = true;
                } else {
                    anyString = true;
                }
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> anyNumber = true;
            default -> anyTruth = true;
        }
        texts.add(text);
    }

    /** NaN and the infinities in quotes, as they are written into a format that has no other way: numbers among numbers, else texts. */
    private static boolean isSpecial(String text) {
        return text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
    }

    ColumnGuess texts() {
        return texts;
    }

    ColumnType type() {
        if (anyNumber && !anyString && !anyTruth) {
            ColumnType number = texts.type();
            // A whole number beyond BIGINT: text keeps it for CSV, but here it is a number for sure.
            return number.equals(ColumnType.VARCHAR) ? ColumnType.DOUBLE : number;
        } else if (anyTruth && !anySpecial && !anyString && !anyNumber) {
            return ColumnType.BOOLEAN;
        } else if (anyString && !anyNumber && !anyTruth) {
            ColumnType text = texts.type();
            boolean calendar = text.equals(ColumnType.DATE) || text.equals(ColumnType.TIMESTAMP);
            return calendar ? text : ColumnType.VARCHAR;
        }
        return ColumnType.VARCHAR;
    }
}
