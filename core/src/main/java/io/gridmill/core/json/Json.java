package io.gridmill.core.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;

/** How records become text: in the ledger, on the way to the client and in manifests. Thread-safe. */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            // What is written is the record's components, not whatever else looks like a getter.
            .visibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private Json() {}

    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new GridmillException(
                    ErrorCode.INTERNAL,
                    "cannot encode " + value.getClass().getName() + ": " + e.getOriginalMessage(),
                    e);
        }
    }

    public static <T> T read(String text, Class<T> type) {
        return read(text, type, MAPPER.readerFor(type));
    }

    /** As {@link #read}, for what people write: a key that stands twice in an object is an error, too. */
    public static <T> T readStrictly(String text, Class<T> type) {
        return read(text, type, MAPPER.readerFor(type).with(StreamReadFeature.STRICT_DUPLICATE_DETECTION));
    }

    private static <T> T read(String text, Class<T> type, ObjectReader reader) {
        try {
            return reader.readValue(text);
        } catch (JsonProcessingException e) {
            if (e.getCause() instanceof GridmillException rule) {
                throw rule;
            }
            JsonLocation at = e.getLocation();
            String place = at == null ? "" : " [line " + at.getLineNr() + ", column " + at.getColumnNr() + "]";
            throw new GridmillException(
                    ErrorCode.USER, "not a valid " + type.getSimpleName() + ": " + JsonFault.inWords(e) + place, e);
        }
    }
}
