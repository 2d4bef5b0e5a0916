package io.gridmill.cli.demo.rows;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Orders and their lines, shaped like those of TPC-H (section 4.2.3), the same for the same seed. Every order is made from the seed
 * and its key alone, so any of them can be made again at any time. Thread-safe.
 */
public final class Orders {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int MOST_LINES = 7;
    private static final int FIRST_DAY = (int) LocalDate.of(1992, 1, 1).toEpochDay();
    private static final int DAYS = (int) LocalDate.of(1998, 8, 2).toEpochDay() - FIRST_DAY + 1;
    private static final int CURRENT_DAY = (int) LocalDate.of(1995, 6, 17).toEpochDay();
    private static final String[] PRIORITIES = {"1-URGENT", "2-HIGH", "3-MEDIUM", "4-NOT SPECIFIED", "5-LOW"};
    private static final String[] INSTRUCTIONS = {"DELIVER IN PERSON", "COLLECT COD", "NONE", "TAKE BACK RETURN"};
    private static final String[] MODES = {"REG AIR", "AIR", "RAIL", "SHIP", "TRUCK", "MAIL", "FOB"};
    /** Commas and quotes among them, so that the CSV files need quoting. */
    private static final String[] WORDS = {
        "carefully",
        "final",
        "deposits",
        "\"express\"",
        "quickly",
        "ironic, regular",
        "packages",
        "sleep",
        "furiously",
        "pending"
    };

    private final long seed;
    private final long lines;
    private final long count;
    private final int linesOfLast;
    private final int parts;
    private final int suppliers;
    private final int customers;

    /** @param lines how many order lines there shall be in all, at least 1 */
    public Orders(long seed, long lines) {
        this.seed = seed;
        this.lines = lines;
        long key = 0;
        long left = lines;
        int last = 0;
        while (left > 0) {
            key++;
            last = (int) Math.min(left, new Dice(key).lineCount());
            left -= last;
        }
        this.count = key;
        this.linesOfLast = last;
        this.parts = (int) Math.max(1, lines / 30);
        this.suppliers = (int) Math.max(1, lines / 600);
        this.customers = (int) Math.max(1, lines / 40);
    }

    /** How many orders there are; their keys are 1 to this. */
    public long count() {
        return count;
    }

    public long seed() {
        return seed;
    }

    public long lines() {
        return lines;
    }

    void forEach(Consumer<Order> consumer) {
        for (long key = 1; key <= count; key++) {
            consumer.accept(order(key));
        }
    }

    /** @param key 1 to {@link #count()} */
    Order order(long key) {
        Dice dice = new Dice(key);
        int lineCount = dice.lineCount();
        if (key == count) {
            lineCount = linesOfLast;
        }
        int customer = 1 + dice.below(customers);
        int day = FIRST_DAY + dice.below(DAYS);
        String priority = PRIORITIES[dice.below(PRIORITIES.length)];
        String clerk = "Clerk#" + (100_000_001 + dice.below(1000));
        String comment = dice.words(3);
        List<OrderLine> made = new ArrayList<>(lineCount);
        long totalCents = 0;
        int finished = 0;
        for (int number = 1; number <= lineCount; number++) {
            OrderLine line = line(dice, key, number, day);
            made.add(line);
            totalCents += (line.chargeUnits() + 5_000) / 10_000;
            finished += line.lineStatus() == 'F' ? 1 : 0;
        }
        char status = finished == lineCount ? 'F' : finished == 0 ? 'O' : 'P';
        return new Order(key, customer, status, totalCents, day, priority, clerk, comment, made);
    }

    private OrderLine line(Dice dice, long order, int number, int orderDay) {
        int part = 1 + dice.below(parts);
        int quantity = 1 + dice.below(50);
        long partCents = 90_000 + part / 10 % 20_001 + 100L * (part % 1_000);
        int shipDay = orderDay + 1 + dice.below(121);
        int receiptDay = shipDay + 1 + dice.below(30);
        return new OrderLine(
                order,
                number,
                part,
                1 + dice.below(suppliers),
                quantity,
                quantity * partCents,
                dice.below(11),
                dice.below(9),
                receiptDay <= CURRENT_DAY ? "RA".charAt(dice.below(2)) : 'N',
                shipDay > CURRENT_DAY ? 'O' : 'F',
                shipDay,
                orderDay + 30 + dice.below(61),
                receiptDay,
                INSTRUCTIONS[dice.below(INSTRUCTIONS.length)],
                MODES[dice.below(MODES.length)],
                dice.words(2));
    }

    /** SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014), started anew for every order. */
    private final class Dice {
        private long state;

        Dice(long key) {
            state = mixed(seed * GOLDEN + key);
        }

        int lineCount() {
            return 1 + below(MOST_LINES);
        }

        int below(int bound) {
            state += GOLDEN;
            return (int) ((mixed(state) >>> 33) * bound >>> 31);
        }

        String words(int many) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < many; i++) {
                text.append(i == 0 ? "" : " ").append(WORDS[below(WORDS.length)]);
            }
            return text.toString();
        }

        private static long mixed(long value) {
            long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
            z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
            return z ^ z >>> 31;
        }
    }
}
