package io.gridmill.node.flush;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.sink.SinkSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves {@code ${env:NAME}} and {@code ${file:PATH}} on the node at use. What comes out is never logged, stored or put into an
 * error.
 */
final class Secrets {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");

    private Secrets() {}

    static SinkSpec resolve(SinkSpec spec) {
        Map<String, String> options = new TreeMap<>();
        spec.options().forEach((key, value) -> options.put(key, resolve(spec.type() + "." + key, value)));
        return new SinkSpec(spec.type(), options);
    }

    static String resolve(String place, String text) {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            String value = matcher.group(1).equals("env")
                    ? fromEnvironment(place, matcher.group(2))
                    : fromFile(place, matcher.group(2));
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(resolved).toString();
    }

    private static String fromEnvironment(String place, String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw GridmillException.user(
                    "environment variable " + name + " must be set on the node, it is not [" + place + "]");
        }
        return value;
    }

    private static String fromFile(String place, String path) {
        try {
            return Files.readString(Path.of(path)).strip();
        } catch (IOException e) {
            throw new GridmillException(
                    ErrorCode.USER,
                    "secret file " + path + " must be readable on the node, it is not [" + place + "]",
                    e);
        }
    }
}
