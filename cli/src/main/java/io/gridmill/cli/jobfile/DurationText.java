package io.gridmill.cli.jobfile;

import io.gridmill.core.error.GridmillException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: a number and a unit, {@code 90s}, {@code 10m}. */
public final class DurationText {
    private static final Pattern RULE = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");

    private DurationText() {}

    /** @throws GridmillException USER with the rule */
    public static Duration parse(String text) {
        Matcher parts = RULE.matcher(text.strip());
        if (!parts.matches()) {
            throw GridmillException.user(
                    "a duration must be a number and one of ms, s, m, h, d, such as 10m, got '" + text + "'");
        }
        long count = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.of(count, ChronoUnit.DAYS);
        };
    }
}
