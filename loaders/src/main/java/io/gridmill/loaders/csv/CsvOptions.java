package io.gridmill.loaders.csv;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvReader;
import io.gridmill.core.error.GridmillException;
import io.gridmill.loaders.FormatOptions;
import io.gridmill.loaders.files.Compression;
import java.io.Reader;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a CSV file is written.
 *
 * @param delimiter one character between fields, or {@link #ANY_DELIMITER}
 * @param quote an ASCII character around fields, or {@link #NO_QUOTE}
 * @param nullText an unquoted field of exactly this text is NULL
 */
record CsvOptions(char delimiter, char quote, Header header, String nullText, Compression compression) {
    enum Header {
        TRUE,
        FALSE,
        AUTO;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final List<String> NAMES = List.of("delimiter", "quote", "header", "null", "compression");

    /** A character that {@link CsvDecoder} never makes: files without quoting. */
    static final char NO_QUOTE = '\uDBFF';

    /** A character that no option gives: the delimiter is to be found. */
    static final char ANY_DELIMITER = '\0';

    private static final int MAX_FIELD_CHARS = 16 * 1024 * 1024;

    /** @param columnsGiven where they are, a header has their names, so that a file without one is noticed; else it is looked for */
    static CsvOptions parse(Map<String, String> given, boolean columnsGiven) {
        FormatOptions options = FormatOptions.of(CsvFormat.NAME, NAMES, given);
        char delimiter = delimiter(options);
        char quote = quote(options);
        if (delimiter == quote) {
            throw options.wrong("delimiter", "must differ from the quote, both are '" + quote + "'");
        }
        String nullText = options.get("null", "");
        if (nullText.chars().anyMatch(c -> c == delimiter || c == quote || c == '\n' || c == '\r')) {
            throw options.wrong("null", "must not contain delimiter, quote or line breaks, got '" + nullText + "'");
        }
        return new CsvOptions(
                delimiter,
                quote,
                options.oneOf("header", Header.values(), columnsGiven ? Header.TRUE : Header.AUTO),
                nullText,
                options.oneOf("compression", Compression.values(), Compression.AUTO));
    }

    private static char delimiter(FormatOptions options) {
        String text = options.get("delimiter", "auto");
        if (text.equalsIgnoreCase("auto")) {
            return ANY_DELIMITER;
        }
        if (text.equals("\\t") || text.equalsIgnoreCase("tab")) {
            return '\t';
        }
        if (text.length() != 1 || "\n\r\0\uFEFF".contains(text) || Character.isSurrogate(text.charAt(0))) {
            throw options.wrong(
                    "delimiter",
                    "must be one character that is no line break (or 'tab', or 'auto'), got '" + text + "'");
        }
        return text.charAt(0);
    }

    private static char quote(FormatOptions options) {
        String text = options.get("quote", "\"");
        if (text.equalsIgnoreCase("none")) {
            return NO_QUOTE;
        }
        if (text.length() != 1 || text.charAt(0) <= ' ' || text.charAt(0) >= 0x7f) {
            throw options.wrong("quote", "must be one visible ASCII character, or 'none', got '" + text + "'");
        }
        return text.charAt(0);
    }

    CsvOptions withDelimiter(char found) {
        return new CsvOptions(found, quote, header, nullText, compression);
    }

    /** For a load whose files show nothing, because they are empty. */
    CsvOptions decided() {
        return hasDelimiter() ? this : withDelimiter(mayDelimit(',') ? ',' : ';');
    }

    boolean hasDelimiter() {
        return delimiter != ANY_DELIMITER;
    }

    /** Whether a character can be the delimiter beside quote and NULL's text. */
    boolean mayDelimit(char candidate) {
        return candidate != quote && nullText.indexOf(candidate) < 0;
    }

    String delimiterInWords() {
        return delimiter == '\t' ? "tabs" : "'" + delimiter + "'";
    }

    boolean hasQuote() {
        return quote != NO_QUOTE;
    }

    boolean isNull(char[] text, int from, int length) {
        if (length != nullText.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text[from + i] != nullText.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** FastCSV over decoded text. What a handler throws comes out as the cause of a CsvParseException. */
    <T> CsvReader<T> reader(CsvCallbackHandler<T> handler, Reader text, boolean allowUnclosedQuote) {
        return CsvReader.builder()
                .fieldSeparator(delimiter)
                .quoteCharacter(quote)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .skipEmptyLines(false)
                .allowExtraCharsAfterClosingQuote(true)
                .allowUnclosedQuote(allowUnclosedQuote)
                .maxBufferSize(MAX_FIELD_CHARS)
                .build(handler, text);
    }

    /** What to say of a file where FastCSV found no end of a field. */
    static GridmillException fieldWithoutEnd(String place) {
        return GridmillException.data(
                place + ": a field has more than " + MAX_FIELD_CHARS + " characters; is a quote not closed before?");
    }
}
