package io.gridmill.core.sink;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A sink as a job names it.
 *
 * @param type {@code parquet}, {@code csv}, {@code jdbc}, ...
 * @param options the sink's own options; secrets stay references ({@code ${env:NAME}}, {@code ${file:PATH}}) until the sink opens
 */
public record SinkSpec(String type, Map<String, String> options) {
    /** Type of the sink that publishes an SQL table for JDBC; its options are {@code name} and {@code mode}. */
    public static final String TABLE = "table";

    public SinkSpec {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /** The same sink with one more option, or another value of it. */
    public SinkSpec with(String option, String value) {
        Map<String, String> more = new TreeMap<>(options);
        more.put(option, value);
        return new SinkSpec(type, more);
    }
}
