package io.gridmill.loaders.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import io.gridmill.core.error.GridmillException;
import java.io.ByteArrayInputStream;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the delimiter of a file: the one that cuts the most of its first records into the same number of fields, which must be more than one
 * field and at least half of the records. Where none does, each record is one field, and a delimiter is taken that cuts none of them.
 */
final class Delimiters {
    /** In the order in which they win when they cut equally well. */
    private static final List<Character> CANDIDATES = List.of(',', ';', '|', '\t');

    private Delimiters() {}

    /**
     * Looks at a file's first bytes.
     *
     * @param whole whether these are all that it has; otherwise the last record may be cut
     * @param options how the file is written, but for the delimiter
     */
    static char find(byte[] start, int from, boolean whole, CsvOptions options, String file) {
        char best = ',';
        double bestShare = 0;
        char unused = 0;
        for (char candidate : CANDIDATES) {
            if (!options.mayDelimit(candidate)) {
                continue;
            }
            Map.Entry<Integer, Double> usual = usualFields(start, from, whole, options.withDelimiter(candidate), file);
            if (usual.getKey() > 1 && usual.getValue() >= 0.5 && usual.getValue() > bestShare) {
                best = candidate;
                bestShare = usual.getValue();
            } else if (usual.getKey() == 1 && usual.getValue() == 1 && unused == 0) {
                unused = candidate;
            }
        }
        return bestShare == 0 && unused != 0 ? unused : best;
    }

    /** The number of fields that most records have, and their share of all. */
    private static Map.Entry<Integer, Double> usualFields(
            byte[] start, int from, boolean whole, CsvOptions options, String file) {
        List<List<@Nullable String>> records;
        try {
            records = SampleHandler.read(
                    new ByteArrayInputStream(start, from, start.length - from),
                    options,
                    Layout.SAMPLE_RECORDS,
                    Long.MAX_VALUE,
                    file);
        } catch (CsvParseException | GridmillException e) {
            // With this delimiter a field would have no end.
            return Map.entry(0, 0.0);
        }
        int complete = whole || records.size() == 1 || records.size() == Layout.SAMPLE_RECORDS
                ? records.size()
                : records.size() - 1;
        Map<Integer, Integer> counts = new HashMap<>();
        for (List<@Nullable String> record : records.subList(0, complete)) {
            counts.merge(record.size(), 1, Integer::sum);
        }
        if (counts.isEmpty()) {
            return Map.entry(0, 0.0);
        }
        Map.Entry<Integer, Integer> most = Collections.max(counts.entrySet(), Map.Entry.comparingByValue());
        return Map.entry(most.getKey(), (double) most.getValue() / complete);
    }
}
