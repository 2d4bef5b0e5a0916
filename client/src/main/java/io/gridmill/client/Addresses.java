package io.gridmill.client;

import io.gridmill.core.error.GridmillException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads {@code host:port,host:port}. */
final class Addresses {
    private static final Pattern RULE = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^:\\s\\[\\]]+):(\\d{1,5})");
    private static final int MAX_PORT = 65_535;

    private Addresses() {}

    static List<String> parse(String... texts) {
        List<String> addresses = new ArrayList<>();
        for (String text : texts) {
            for (String part : text.split(",", -1)) {
                String address = part.strip();
                var parts = RULE.matcher(address);
                if (!parts.matches()
                        || Integer.parseInt(parts.group(2)) > MAX_PORT
                        || Integer.parseInt(parts.group(2)) == 0) {
                    throw GridmillException.user("an address must be host:port, got '" + address + "'"
                            + (address.equals(text) ? "" : " in '" + text + "'"));
                }
                addresses.add(address);
            }
        }
        if (addresses.isEmpty()) {
            throw GridmillException.user("a client needs at least one address, got none");
        }
        return addresses;
    }
}
