package io.gridmill.client;

import io.gridmill.core.error.GridmillException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code host:port,host:port}. */
final class Addresses {
    private static final Pattern RULE =
            Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^:\\s\\[\\]]+):(\\d{1,5})(?:\\.\\.(\\d{1,5}))?");
    private static final int MAX_PORT = 65_535;
    private static final int MAX_RANGE = 1_000;

    private Addresses() {}

    static List<String> parse(String... texts) {
        List<String> addresses = new ArrayList<>();
        for (String text : texts) {
            for (String part : text.split(",", -1)) {
                String address = part.strip();
                var parts = RULE.matcher(address);
                if (!parts.matches() || !addAll(addresses, parts)) {
                    throw GridmillException.user("an address must be host:port or host:first..last, got '" + address
                            + "'" + (address.equals(text) ? "" : " in '" + text + "'"));
                }
            }
        }
        if (addresses.isEmpty()) {
            throw GridmillException.user("a client needs at least one address, got none");
        }
        return addresses;
    }

    private static boolean addAll(List<String> addresses, Matcher parts) {
        int first = Integer.parseInt(parts.group(2));
        int last = parts.group(3) == null ? first : Integer.parseInt(parts.group(3));
        if (first < 1 || last < first || last > MAX_PORT || last - first >= MAX_RANGE) {
            return false;
        }
        for (int port = first; port <= last; port++) {
            addresses.add(parts.group(1) + ":" + port);
        }
        return true;
    }
}
