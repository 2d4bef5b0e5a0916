package io.gridmill.node.config;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.DurationText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What texts a key takes and what they mean, bounds included.
 *
 * @param rule continues "must be …" in errors and stands in the reference, such as {@code a size from 16MiB to 64TiB}
 * @param parse gives the value; throws an IllegalArgumentException when the text breaks the rule
 */
record ValueType<T>(String rule, Function<String, T> parse) {
    private static final Pattern ADDRESS =
            Pattern.compile("([^\\s:,]+|\\[[0-9A-Fa-f:]+]):(\\d{1,5})(?:\\.\\.(\\d{1,5}))?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,31}");
    private static final Pattern KUBERNETES_SERVICE =
            Pattern.compile("([a-z0-9]([a-z0-9-]*[a-z0-9])?/)?[a-z]([a-z0-9-]*[a-z0-9])?");
    static final String AUTO = "auto";
    static final String NONE = "none";

    /** Whether the text keeps the rule. */
    boolean accepts(String text) {
        try {
            return parse.apply(text) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static ValueType<Long> size(String min, String max) {
        long least = Sizes.parse(min);
        long most = Sizes.parse(max);
        return new ValueType<Long>(
                        "a size from " + min + " to " + max + " with a unit of B, KiB, MiB, GiB or TiB", Sizes::parse)
                .where(bytes -> bytes >= least && bytes <= most);
    }

    static ValueType<Duration> duration(String min, String max) {
        Duration least = DurationText.parse(min);
        Duration most = DurationText.parse(max);
        return new ValueType<Duration>(
                        "a duration from " + min + " to " + max + " with a unit of ms, s, m, h or d",
                        ValueType::parsedDuration)
                .where(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0);
    }

    private static Duration parsedDuration(String text) {
        try {
            return DurationText.parse(text);
        } catch (GridmillException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static ValueType<Integer> count(int min, int max) {
        return new ValueType<Integer>("a whole number from " + min + " to " + max, Integer::valueOf)
                .where(value -> value >= min && value <= max);
    }

    static ValueType<Long> longCount(long min, long max) {
        return new ValueType<Long>("a whole number from " + min + " to " + max, Long::valueOf)
                .where(value -> value >= min && value <= max);
    }

    static ValueType<Integer> powerOfTwo(int max) {
        return new ValueType<Integer>("a power of two from 1 to " + max, Integer::valueOf)
                .where(value -> value >= 1 && value <= max && Integer.bitCount(value) == 1);
    }

    /** Letters, digits and '_': such names stand in files, tables and attempt ids. */
    static ValueType<String> name(boolean automatic) {
        String rule = "1 to 32 letters, digits or '_', starting with a letter" + (automatic ? ", or auto" : "");
        return new ValueType<String>(rule, text -> text)
                .where(text -> NAME.matcher(text).matches());
    }

    /** Names as {@link #name} has them, with commas; empty for {@value #NONE}. */
    static ValueType<List<String>> names() {
        return new ValueType<>("a list of names of nodes, or " + NONE, text -> {
            List<String> names = text.equals(NONE)
                    ? List.of()
                    : Stream.of(text.split(",", -1)).map(String::strip).toList();
            if (!names.stream().allMatch(name -> NAME.matcher(name).matches())) {
                throw new IllegalArgumentException("not a name");
            }
            return names;
        });
    }

    static ValueType<Boolean> truth() {
        return new ValueType<>("true or false", text -> {
            if (!text.equals("true") && !text.equals("false")) {
                throw new IllegalArgumentException("neither");
            }
            return Boolean.valueOf(text);
        });
    }

    static ValueType<String> host() {
        return new ValueType<String>("a host name or IP address without port", text -> text)
                .where(text -> !text.isEmpty()
                        && text.chars().noneMatch(Character::isWhitespace)
                        && !text.matches(".*[^:]:\\d+|.*[/,].*"));
    }

    static ValueType<String> path(boolean automatic) {
        return new ValueType<>("a path" + (automatic ? ", or auto" : ""), text -> {
            try {
                if (text.isBlank()) {
                    throw new IllegalArgumentException("blank");
                }
                return Path.of(text).toString();
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException(e.getReason(), e);
            }
        });
    }

    static <E extends Enum<E>> ValueType<E> choice(Class<E> choices) {
        List<String> names = new ArrayList<>();
        for (E choice : choices.getEnumConstants()) {
            names.add(choice.name().toLowerCase(Locale.ROOT));
        }
        return new ValueType<>("one of " + String.join(", ", names), text -> {
            int at = names.indexOf(text);
            if (at < 0) {
                throw new IllegalArgumentException("none of them");
            }
            return choices.getEnumConstants()[at];
        });
    }

    static ValueType<List<String>> addresses() {
        return new ValueType<>("a list of host:port or host:first..last, ports from 1 to 65535", text -> {
            List<String> addresses = new ArrayList<>();
            for (String part : text.split(",", -1)) {
                addresses.add(address(part.strip()));
            }
            return List.copyOf(addresses);
        });
    }

    static ValueType<String> kubernetesService() {
        return new ValueType<String>("a service as name or namespace/name, or none", text -> text)
                .where(text -> KUBERNETES_SERVICE.matcher(text).matches());
    }

    private static String address(String text) {
        Matcher matcher = ADDRESS.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not an address");
        }
        int first = Integer.parseInt(matcher.group(2));
        int last = matcher.group(3) == null ? first : Integer.parseInt(matcher.group(3));
        if (first < 1 || last < first || last > 65_535) {
            throw new IllegalArgumentException("ports out of range");
        }
        return text;
    }

    private ValueType<T> where(Predicate<T> bound) {
        return new ValueType<>(rule, text -> {
            T value = parse.apply(text);
            if (!bound.test(value)) {
                throw new IllegalArgumentException("out of bounds");
            }
            return value;
        });
    }
}
