package io.gridmill.benchmarks.sidebyside;

import io.gridmill.core.error.GridmillException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a run beside PostgreSQL's COPY was asked for.
 *
 * @param url of the server, whose tables {@code gridmill_*} and {@code beside_*} the run makes and drops
 * @param csv where the table is written besides
 */
record PostgresOptions(
        @Nullable String url,
        String user,
        String password,
        int rows,
        int rounds,
        @Nullable Path csv) {
    static final String HELP = """
            usage: java -jar benchmarks.jar side-by-side postgres url=jdbc:postgresql://HOST:PORT/DATABASE [option=value ...]
              user=postgres  who connects
              password=      with which password
              rows=1000000   rows of 8 columns
              rounds=7       timed rounds, after two that warm up
              csv=FILE       writes the table there, too""";

    static PostgresOptions parse(String... args) {
        PostgresOptions options = new PostgresOptions(null, "postgres", "", 1_000_000, 7, null);
        for (String arg : args) {
            options = options.with(arg);
        }
        if (options.url() == null) {
            throw GridmillException.user("option url is needed\n" + HELP);
        }
        return options;
    }

    private PostgresOptions with(String arg) {
        String value = arg.substring(arg.indexOf('=') + 1);
        try {
            return switch (arg.substring(0, Math.max(0, arg.indexOf('=')))) {
                case "url" -> new PostgresOptions(value, user, password, rows, rounds, csv);
                case "user" -> new PostgresOptions(url, value, password, rows, rounds, csv);
                case "password" -> new PostgresOptions(url, user, value, rows, rounds, csv);
                case "rows" -> new PostgresOptions(url, user, password, positive(value), rounds, csv);
                case "rounds" -> new PostgresOptions(url, user, password, rows, positive(value), csv);
                case "csv" -> new PostgresOptions(url, user, password, rows, rounds, Path.of(value));
                default -> throw GridmillException.user("an option must be one of these, got " + arg + "\n" + HELP);
            };
        } catch (IllegalArgumentException e) {
            throw GridmillException.user("an option must have a value that fits, got " + arg + "\n" + HELP);
        }
    }

    private static int positive(String text) {
        int number = Integer.parseInt(text);
        if (number <= 0) {
            throw new IllegalArgumentException(text);
        }
        return number;
    }
}
