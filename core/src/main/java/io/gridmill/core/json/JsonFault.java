package io.gridmill.core.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.gridmill.core.error.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says what is wrong with JSON: the parser's own words are of its classes and settings. */
public final class JsonFault {
    private static final Pattern UNEXPECTED =
            Pattern.compile("Unexpected character \\('(.*?)' \\(code|Unrecognized token '(.*?)'");
    private static final Pattern ESCAPE = Pattern.compile("Unrecognized character escape '(.*?)'");
    private static final Pattern TWICE = Pattern.compile("^Duplicate field '(.*)'");
    private static final Pattern SETTING = Pattern.compile(",? from `.*");

    private JsonFault() {}

    /** What is wrong, without the place, as in {@code unexpected '}'}. */
    public static String inWords(JsonProcessingException fault) {
        String message = String.valueOf(fault.getOriginalMessage());
        Matcher twice = TWICE.matcher(message);
        if (twice.find()) {
            return "key '" + twice.group(1) + "' must stand once";
        } else if (fault instanceof JsonMappingException mapping) {
            return ofValue(mapping);
        } else if (fault instanceof JsonEOFException || message.startsWith("Unexpected end-of-input")) {
            return "it ends too early";
        } else if (fault instanceof StreamConstraintsException) {
            return SETTING.matcher(message).replaceFirst(")");
        }
        Matcher unexpected = UNEXPECTED.matcher(message);
        Matcher escape = ESCAPE.matcher(message);
        if (unexpected.find()) {
            return "unexpected '" + Objects.requireNonNullElse(unexpected.group(1), unexpected.group(2)) + "'";
        } else if (escape.find()) {
            return "unknown escape '\\" + escape.group(1) + "'";
        } else if (message.startsWith("Illegal unquoted character")) {
            return "a control character in a string must be written with a backslash";
        } else if (message.startsWith("Invalid UTF-8")) {
            return "text must be UTF-8";
        } else if (message.startsWith("Invalid numeric value")) {
            return "a number is not written as JSON has it";
        }
        return "something that JSON does not have";
    }

    private static String ofValue(JsonMappingException fault) {
        String where = fault.getPath().stream()
                .map(part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : part.getFieldName())
                .collect(Collectors.joining("."));
        if (fault instanceof UnrecognizedPropertyException unknown) {
            List<String> known = unknown.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .toList();
            return "unknown key '" + where + "'" + Nearest.hint(unknown.getPropertyName(), known);
        }
        String rule = fault instanceof MismatchedInputException mismatch
                ? "must be " + kind(mismatch.getTargetType())
                : "is not what must stand there";
        String found = fault instanceof InvalidFormatException format ? ", got '" + format.getValue() + "'" : "";
        return (where.isEmpty() ? "it " : where + " ") + rule + found;
    }

    private static String kind(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants()).map(Json::write).collect(Collectors.joining(" or "));
        } else if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        } else if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        } else if (CharSequence.class.isAssignableFrom(type)) {
            return "a string";
        } else if (type.isArray() || Iterable.class.isAssignableFrom(type)) {
            return "an array";
        }
        return "an object";
    }
}
