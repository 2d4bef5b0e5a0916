package io.gridmill.loaders.csv;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the first records of a file as texts, null for NULL; empty lines are left out. */
final class SampleHandler extends AbstractBaseCsvCallbackHandler<List<@Nullable String>> {
    private final CsvOptions options;
    private List<@Nullable String> fields = new ArrayList<>();
    private boolean empty;

    private SampleHandler(CsvOptions options) {
        this.options = options;
    }

    /** Reads until so many records, or about so many bytes, or the end. A last record that ends within quotes is taken as it is. */
    static List<List<@Nullable String>> read(
            InputStream stream, CsvOptions options, int maxRecords, long maxBytes, String place) {
        CsvDecoder decoder = new CsvDecoder(stream, options);
        CsvReader<List<@Nullable String>> reader = options.reader(new SampleHandler(options), decoder, true);
        List<List<@Nullable String>> records = new ArrayList<>();
        try {
            Iterator<List<@Nullable String>> iterator = reader.iterator();
            while (records.size() < maxRecords && decoder.bytesFetched() <= maxBytes && iterator.hasNext()) {
                records.add(iterator.next());
            }
        } catch (CsvParseException e) {
            throw CsvOptions.fieldWithoutEnd(place);
        }
        return records;
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
        fields = new ArrayList<>();
        empty = false;
    }

    @Override
    protected void handleField(int index, char[] text, int from, int length, boolean quoted) {
        fields.add(!quoted && options.isNull(text, from, length) ? null : new String(text, from, length));
    }

    @Override
    protected void handleEmpty() {
        empty = true;
    }

    @Override
    protected @Nullable List<@Nullable String> buildRecord() {
        return empty ? null : fields;
    }
}
