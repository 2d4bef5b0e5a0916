package io.gridmill.core.job;

import io.gridmill.core.error.GridmillException;
import java.security.SecureRandom;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Rules and making of job ids. They name files and tables, so they are short and plain. */
public final class JobId {
    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._]{0,62}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private JobId() {}

    /** A fresh id such as {@code j20261121.081502.9f3a61c2}. */
    public static String create() {
        byte[] random = new byte[4];
        RANDOM.nextBytes(random);
        return "j" + DateTimeFormatter.ofPattern("yyyyMMdd.HHmmss").format(ZonedDateTime.now(ZoneOffset.UTC)) + "."
                + HexFormat.of().formatHex(random);
    }

    /** The id itself, or a USER error that says the rule. */
    public static String check(String id) {
        if (!RULE.matcher(id).matches()) {
            throw GridmillException.user(
                    "a job id must be 1 to 63 letters, digits, '.' or '_', starting with a letter or digit, got '" + id
                            + "'");
        }
        return id;
    }
}
