package io.gridmill.cli.jobfile;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.sink.SinkSpec;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A sink in one line: {@code parquet:out/dir?mode=replace}, {@code csv:out?delimiter=%7C&header=false},
 * {@code jdbc:sqlite:out.db?table=t&mode=append}. Option values may be percent-encoded. What follows {@code jdbc:} is the driver's URL; the options
 * table, mode, user and password are taken out of it, other parameters are the driver's and stay.
 */
public final class SinkUri {
    private SinkUri() {}

    /**
     * Reads a sink.
     *
     * @param folder where relative paths start
     * @throws GridmillException USER with the rule and the text
     */
    public static SinkSpec parse(String text, Path folder) {
        int colon = text.indexOf(':');
        if (colon <= 0 || colon == text.length() - 1) {
            throw GridmillException.user(
                    "a sink must be TYPE:PLACE?OPTION=VALUE&..., such as parquet:out/dir?mode=replace, got '" + text
                            + "'");
        }
        String type = text.substring(0, colon);
        SinkOptions.known(type);
        int query = text.indexOf('?', colon);
        String place = query < 0 ? text.substring(colon + 1) : text.substring(colon + 1, query);
        List<String> parameters =
                query < 0 ? List.of() : List.of(text.substring(query + 1).split("&"));
        try {
            return type.equals("jdbc") ? jdbc(place, parameters, folder) : files(type, place, parameters, folder);
        } catch (GridmillException e) {
            throw new GridmillException(e.code(), e.getMessage() + " in '" + text + "'", e);
        }
    }

    private static SinkSpec files(String type, String path, List<String> parameters, Path folder) {
        Map<String, String> options = new TreeMap<>();
        for (String parameter : parameters) {
            put(options, type, parameter);
        }
        if (options.put("path", path) != null) {
            throw GridmillException.user(
                    "the path of sink " + type + " stands before the '?', and path is no option there");
        }
        return SinkOptions.sink(type, options, folder);
    }

    private static SinkSpec jdbc(String place, List<String> parameters, Path folder) {
        Map<String, String> options = new TreeMap<>();
        List<String> drivers = new ArrayList<>();
        for (String parameter : parameters) {
            String name = parameter.split("=", 2)[0];
            if (!name.equals("url") && SinkOptions.known("jdbc").contains(name)) {
                put(options, "jdbc", parameter);
            } else {
                drivers.add(parameter);
            }
        }
        options.put("url", "jdbc:" + place + (drivers.isEmpty() ? "" : "?" + String.join("&", drivers)));
        return SinkOptions.sink("jdbc", options, folder);
    }

    private static void put(Map<String, String> options, String type, String parameter) {
        String[] parts = parameter.split("=", 2);
        SinkOptions.checkName(type, parts[0]);
        if (parts.length == 1 || parts[1].isEmpty()) {
            throw GridmillException.user("option '" + parts[0] + "' of sink " + type + " needs a value");
        }
        if (options.put(parts[0], decoded(parts[1])) != null) {
            throw GridmillException.user("option '" + parts[0] + "' of sink " + type + " is given twice");
        }
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new GridmillException(
                    ErrorCode.USER, "'%' must be followed by two hexadecimal digits, got '" + value + "'", e);
        }
    }
}
