package io.gridmill.benchmarks.sidebyside;

import io.gridmill.core.error.GridmillException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a run was asked for.
 *
 * @param scale TPC-H scale factor
 * @param rounds timed rounds of each query, after the ones that warm up
 * @param threads numbers of threads, one table each
 * @param work what of the work's names is run
 * @param csv where the table is written besides
 */
record Options(
        double scale,
        int rounds,
        List<Integer> threads,
        Pattern work,
        @Nullable Path csv) {
    static final String HELP = """
            usage: java -jar benchmarks.jar side-by-side [option=value ...]
              scale=1        TPC-H scale factor; 1 is 6,001,215 rows of lineitem
              rounds=11      timed rounds, after those that warm up
              threads=1,2    numbers of threads
              work=.*        a regular expression: which work is run, by name
              csv=FILE       writes the table there, too""";

    static Options parse(String... args) {
        Options options = new Options(1, 11, List.of(1, 2), Pattern.compile(".*"), null);
        for (String arg : args) {
            options = options.with(arg);
        }
        return options;
    }

    private Options with(String arg) {
        String value = arg.substring(arg.indexOf('=') + 1);
        try {
            return switch (arg.substring(0, Math.max(0, arg.indexOf('=')))) {
                case "scale" -> new Options(positive(Double.parseDouble(value)), rounds, threads, work, csv);
                case "rounds" -> new Options(scale, (int) positive(Integer.parseInt(value)), threads, work, csv);
                case "threads" -> new Options(scale, rounds, numbers(value), work, csv);
                case "work" -> new Options(scale, rounds, threads, Pattern.compile(value), csv);
                case "csv" -> new Options(scale, rounds, threads, work, Path.of(value));
                default -> throw GridmillException.user("an option must be one of these, got " + arg + "\n" + HELP);
            };
        } catch (IllegalArgumentException e) {
            throw GridmillException.user("an option must have a value that fits, got " + arg + "\n" + HELP);
        }
    }

    private static List<Integer> numbers(String list) {
        List<Integer> numbers = new ArrayList<>();
        Arrays.stream(list.split(",", -1)).forEach(number -> numbers.add((int) positive(Integer.parseInt(number))));
        return numbers;
    }

    private static double positive(double number) {
        if (!(number > 0)) {
            throw new IllegalArgumentException("must be positive");
        }
        return number;
    }

    boolean wants(String name) {
        return work.matcher(name).find();
    }
}
