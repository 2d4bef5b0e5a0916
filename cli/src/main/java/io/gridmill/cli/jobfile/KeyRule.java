package io.gridmill.cli.jobfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a key's value must be: in words, and as JSON Schema.
 *
 * @param words without a full stop
 * @param schema not to be changed
 */
record KeyRule(String words, ObjectNode schema) {
    /** Any single value; YAML makes numbers and truths of some, and they are texts here all the same. */
    static KeyRule text(String words) {
        ObjectNode schema = object();
        ArrayNode types = schema.putArray("type");
        Stream.of("string", "number", "boolean").forEach(types::add);
        return new KeyRule(words, schema);
    }

    static KeyRule pattern(String words, String pattern) {
        return new KeyRule(words, object().put("type", "string").put("pattern", pattern));
    }

    static KeyRule wholeNumber(int least, int most) {
        String words = least == Integer.MIN_VALUE
                ? "a whole number"
                : String.format(Locale.ROOT, "a whole number from %d to %d", least, most);
        return new KeyRule(
                words, object().put("type", "integer").put("minimum", least).put("maximum", most));
    }

    static KeyRule truth() {
        return new KeyRule("true or false", object().put("type", "boolean"));
    }

    static KeyRule oneOf(List<?> values) {
        List<String> names = values.stream().map(Object::toString).toList();
        ObjectNode schema = object();
        names.forEach(schema.putArray("enum")::add);
        return new KeyRule("one of " + String.join(", ", names), schema);
    }

    /** Keys that people choose, each with one value. */
    static KeyRule texts(String words) {
        ObjectNode schema = object().put("type", "object");
        schema.set("additionalProperties", text("").schema());
        return new KeyRule(words, schema);
    }

    /** Keys that people choose, each with one value or the name of a file that holds it. */
    static KeyRule textsOrFiles(String words) {
        ObjectNode file = object().put("type", "object").put("additionalProperties", false);
        file.putArray("required").add("file");
        file.putObject("properties").set("file", object().put("type", "string"));
        ObjectNode schema = object().put("type", "object");
        schema.set("additionalProperties", text("").or(new KeyRule("", file)).schema());
        return new KeyRule(words, schema);
    }

    /** Certain keys and no others. */
    static KeyRule section(String words, Collection<JobKey> keys) {
        ObjectNode schema = object().put("type", "object").put("additionalProperties", false);
        List<JobKey> required = keys.stream().filter(JobKey::required).toList();
        if (!required.isEmpty()) {
            ArrayNode names = schema.putArray("required");
            required.forEach(key -> names.add(key.name()));
        }
        ObjectNode properties = schema.putObject("properties");
        for (JobKey key : keys) {
            properties.set(key.name(), described(key));
        }
        return new KeyRule(words, schema);
    }

    /** Whether a single value, as it is written, keeps the rule; keys and values within a value are not looked at. */
    boolean allows(String value) {
        JsonNode names = schema.path("enum");
        if (names.isArray()) {
            return StreamSupport.stream(names.spliterator(), false)
                    .anyMatch(name -> name.asText().equals(value));
        }
        String pattern = schema.path("pattern").asText();
        return switch (schema.path("type").asText()) {
            case "boolean" -> value.equals("true") || value.equals("false");
            case "integer" -> {
                try {
                    long number = Long.parseLong(value);
                    yield number >= schema.path("minimum").asLong(Long.MIN_VALUE)
                            && number <= schema.path("maximum").asLong(Long.MAX_VALUE);
                } catch (NumberFormatException e) {
                    yield false;
                }
            }
            default ->
                pattern.isEmpty() || Pattern.compile(pattern).matcher(value).find();
        };
    }

    /** The one or the other. */
    KeyRule or(KeyRule other) {
        ObjectNode either = object();
        either.putArray("anyOf").add(schema).add(other.schema);
        return new KeyRule(words + ", or " + other.words, either);
    }

    KeyRule list() {
        ObjectNode list = object().put("type", "array");
        list.set("items", schema);
        return new KeyRule("a list; each item " + words, list);
    }

    private static ObjectNode described(JobKey key) {
        ObjectNode schema = object();
        schema.put(
                "description",
                key.explanation() + (key.fallback().isEmpty() ? "" : " Default: " + key.fallback() + "."));
        schema.setAll(key.rule().schema());
        return schema;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
