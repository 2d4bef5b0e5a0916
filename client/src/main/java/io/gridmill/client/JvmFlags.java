package io.gridmill.client;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks that this JVM was started with the {@code --add-opens} that Ignite and Arrow need. Without them, both fail later, from static
 * initialisers, in words that help nobody; Ignite even breaks other JDBC drivers.
 */
final class JvmFlags {
    /** {@code config/jvm.options}, packed into this jar by the build. */
    private static final String OPTIONS = "jvm.options";

    private static final Pattern ADD_OPENS = Pattern.compile("--add-opens=([\\w.]+)/([\\w.]+)=ALL-UNNAMED");
    private static final int NAMED_IN_MESSAGE = 3;

    private JvmFlags() {}

    /** @throws GridmillException USER, naming the missing flags and where they stand */
    static void check() {
        complain(missing(ModuleLayer.boot(), JvmFlags.class.getModule()));
    }

    static void complain(List<String> missing) {
        if (missing.isEmpty()) {
            return;
        }
        int named = missing.size() <= NAMED_IN_MESSAGE ? missing.size() : 1;
        String more = missing.size() == named ? "" : " and " + (missing.size() - named) + " more";
        throw GridmillException.user(
                "this JVM was started without " + String.join(" ", missing.subList(0, named)) + more
                        + "; Ignite and Arrow need all flags of config/jvm.options (also in this jar, as io/gridmill/client/jvm.options):"
                        + " start it as java @config/jvm.options ...");
    }

    /** The flags of the options file that are not in force; a module that this Java does not have needs none. */
    static List<String> missing(ModuleLayer layer, Module reader) {
        List<String> missing = new ArrayList<>();
        for (String line : lines()) {
            Matcher flag = ADD_OPENS.matcher(line);
            if (flag.matches()) {
                Optional<Module> module = layer.findModule(flag.group(1));
                String packageName = flag.group(2);
                if (module.isPresent()
                        && module.get().getPackages().contains(packageName)
                        && !module.get().isOpen(packageName, reader)) {
                    missing.add(line);
                }
            }
        }
        return missing;
    }

    static List<String> lines() {
        try (InputStream options = JvmFlags.class.getResourceAsStream(OPTIONS)) {
            if (options == null) {
                throw GridmillException.internal("the client's jar must hold " + OPTIONS + ", but it does not");
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(options, StandardCharsets.UTF_8));
            return reader.lines().map(String::strip).toList();
        } catch (IOException e) {
            throw new GridmillException(
                    ErrorCode.INTERNAL, "cannot read " + OPTIONS + " of the client's jar: " + e.getMessage(), e);
        }
    }
}
