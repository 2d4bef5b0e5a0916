package io.gridmill.tests.battery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.tests.battery.Verdict.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The fault battery: by default a few rounds that are always the same; in the profile {@code battery} as many as are wanted.
 *
 * <p>System properties: {@code battery.seed}; {@code battery.rounds} (how many, from 1) or {@code battery.round} (these alone, with
 * commas); {@code battery.ledger} ({@code persistent} or {@code memory}); {@code battery.minutes} (no round begins after so many); {@code battery.mutant} (a fault of the protocol that must be
 * noticed; the run ends when it is); {@code battery.report} (a file).
 */
class BatteryIT {
    private static final String FIXED = "4,15,18,25";
    private static final int MUTANT_ROUNDS = 50;

    private final long seed = Long.getLong("battery.seed", 1);
    private final String mutant = System.getProperty("battery.mutant", "");
    private final boolean persistent =
            !System.getProperty("battery.ledger", "persistent").equals("memory");
    private final int lanes = Integer.getInteger("battery.lanes", 1);
    private final long began = System.nanoTime();
    private final Duration time = Duration.ofMinutes(Long.getLong("battery.minutes", 600));

    @Test
    void everyRowIsInEverySinkOnceWhateverHappensAndNothingIsLeftOver() throws Exception {
        Deck deck = new Deck(seed);
        Path folder = Path.of("target", "battery");
        Path file = Path.of(
                System.getProperty("battery.report", folder.resolve("report.md").toString()));
        Report report = new Report(file, command());
        Queue<Integer> numbers = new ConcurrentLinkedQueue<>(numbers());
        ExecutorService pool = Executors.newFixedThreadPool(lanes);
        try {
            List<Future<?>> playing = new ArrayList<>();
            for (int lane = 1; lane <= lanes; lane++) {
                Path mine = lanes == 1 ? folder : folder.resolve("lane-" + lane);
                playing.add(pool.submit(() -> {
                    play(mine, deck, numbers, report);
                    return null;
                }));
            }
            for (Future<?> lane : playing) {
                lane.get();
            }
        } finally {
            pool.shutdown();
        }
        System.out.println("report: " + file.toAbsolutePath());
        if (mutant.isEmpty()) {
            assertThat(report.failed().stream().map(round -> round + ": " + round.verdicts()))
                    .as("rounds that failed, see %s", file)
                    .isEmpty();
            assertThat(report.allWell())
                    .as("nothing is left over, see %s", file)
                    .isTrue();
        } else {
            assertThat(report.failed())
                    .as("rounds that notice the fault %s of the protocol", mutant)
                    .hasSize(1)
                    .allSatisfy(round -> assertThat(round.verdicts())
                            .anyMatch(verdict -> EnumSet.of(Kind.LOST, Kind.DOUBLED, Kind.WRONG)
                                    .contains(verdict.kind())));
            System.out.println(mutant + " was caught in " + report.failed().get(0));
        }
    }

    /** Plays rounds on a grid of its own until there are none left. */
    private void play(Path folder, Deck deck, Queue<Integer> numbers, Report report) throws Exception {
        try (Battery battery = new Battery(seed, folder, persistent, mutant)) {
            report.conditions(battery.conditions());
            while (System.nanoTime() - began <= time.toNanos() && (mutant.isEmpty() || report.allWell())) {
                Integer number = numbers.poll();
                if (number == null) {
                    break;
                }
                report.add(battery.play(deck.round(number)));
            }
            if (mutant.isEmpty()) {
                report.addAtTheEnd(battery.leftOvers());
            }
        }
    }

    private List<Integer> numbers() {
        String rounds = System.getProperty("battery.rounds");
        String chosen = System.getProperty("battery.round");
        if (chosen == null && (rounds != null || !mutant.isEmpty())) {
            int count = rounds == null ? MUTANT_ROUNDS : Integer.parseInt(rounds);
            return IntStream.rangeClosed(1, count).boxed().toList();
        }
        return Arrays.stream((chosen == null ? FIXED : chosen).split(",", -1))
                .map(range -> range.strip().split("-", 2))
                .flatMapToInt(range ->
                        IntStream.rangeClosed(Integer.parseInt(range[0]), Integer.parseInt(range[range.length - 1])))
                .boxed()
                .toList();
    }

    private String command() {
        return "./mvnw -P battery -pl tests -am verify -Dbattery.seed=" + seed
                + (persistent ? "" : " -Dbattery.ledger=memory")
                + (mutant.isEmpty() ? "" : " -Dbattery.mutant=" + mutant) + " -Dbattery.round=";
    }
}
