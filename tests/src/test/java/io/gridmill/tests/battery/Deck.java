package io.gridmill.tests.battery;

import io.gridmill.core.job.WriteMode;
import io.gridmill.node.fault.Failpoint;
import io.gridmill.tests.fault.Query;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * All rounds of a seed. The cards of a deck, each fault at each point where it means something, are dealt one after the other, then
 * another deck; the cards of one fault are spread over the whole deck, so that even its first half has each fault. The rest of a round is
 * chance: the query, the sinks, further faults.
 */
final class Deck {
    private static final List<Failpoint> BEFORE_THE_END = List.of(
            Failpoint.CLAIM_BEFORE,
            Failpoint.CLAIM_AFTER,
            Failpoint.RUN,
            Failpoint.APPEND_AFTER,
            Failpoint.SEAL_AFTER,
            Failpoint.COMMIT_AFTER,
            Failpoint.STAGE_AFTER,
            Failpoint.DECIDE_AFTER,
            Failpoint.CLOSE_BEFORE,
            Failpoint.CLOSE_AFTER);

    private static final List<Round.Card> CARDS = cards();

    private record Place(Round.Card card, double position) {}

    private final long seed;

    Deck(long seed) {
        this.seed = seed;
    }

    private static List<Round.Card> cards() {
        Map<Fault, List<Failpoint>> points = new EnumMap<>(Fault.class);
        List<Failpoint> all = List.of(Failpoint.values());
        points.put(Fault.KILL, Stream.of(all, all).flatMap(List::stream).toList());
        points.put(Fault.ZOMBIE, all);
        points.put(
                Fault.COMEBACK,
                List.of(
                        Failpoint.CLAIM_AFTER,
                        Failpoint.APPEND_AFTER,
                        Failpoint.SEAL_AFTER,
                        Failpoint.COMMIT_AFTER,
                        Failpoint.STAGE_AFTER));
        points.put(Fault.LAST, List.of(Failpoint.CLAIM_AFTER, Failpoint.RUN, Failpoint.SEAL_AFTER));
        points.put(
                Fault.WIPE,
                List.of(Failpoint.RUN, Failpoint.SEAL_AFTER, Failpoint.COMMIT_AFTER, Failpoint.CLOSE_AFTER));
        points.put(
                Fault.ALL,
                List.of(
                        Failpoint.CLAIM_AFTER,
                        Failpoint.COMMIT_AFTER,
                        Failpoint.STAGE_AFTER,
                        Failpoint.CLOSE_BEFORE,
                        Failpoint.CLOSE_AFTER));
        points.put(Fault.POWER_CUT, List.of(Failpoint.CLAIM_AFTER, Failpoint.CLAIM_AFTER));
        points.put(Fault.CLIENT, List.of(Failpoint.RUN, Failpoint.CLOSE_BEFORE));
        points.put(Fault.SINK_STOPPED, List.of(Failpoint.COMMIT_AFTER, Failpoint.CLOSE_BEFORE));
        points.put(Fault.SINK_KILLED, List.of(Failpoint.CLOSE_BEFORE, Failpoint.CLOSE_BEFORE, Failpoint.CLOSE_AFTER));
        points.put(Fault.REPEAT, List.of(Failpoint.CLAIM_BEFORE, Failpoint.DECIDE_AFTER));
        points.put(Fault.JOIN, List.of(Failpoint.RUN, Failpoint.CLOSE_BEFORE));
        points.put(Fault.LEAVE, List.of(Failpoint.CLAIM_AFTER, Failpoint.COMMIT_AFTER));
        List<Round.Card> cards = new ArrayList<>();
        points.forEach((fault, at) -> at.forEach(point -> cards.add(new Round.Card(fault, point))));
        return cards;
    }

    /** How many rounds meet every card once. */
    static int size() {
        return CARDS.size();
    }

    /** The round of a number, from 1: always the same. */
    Round round(int number) {
        Random random = random(number);
        Round.Card card = dealt((number - 1) / CARDS.size()).get((number - 1) % CARDS.size());
        return new Round(number, card, query(random), sinks(random, card), extras(random, card), random.nextLong());
    }

    private Random random(long stream) {
        Random random = new Random(seed * 1_000_003 + stream);
        random.nextLong(); // neighbouring seeds begin alike
        return random;
    }

    private List<Round.Card> dealt(int deck) {
        Random random = random(-1L - deck);
        Map<Fault, List<Round.Card>> byFault = new EnumMap<>(Fault.class);
        CARDS.forEach(card -> byFault.computeIfAbsent(card.fault(), fault -> new ArrayList<>())
                .add(card));
        List<Place> places = new ArrayList<>();
        for (List<Round.Card> cards : byFault.values()) {
            Collections.shuffle(cards, random);
            for (int i = 0; i < cards.size(); i++) {
                places.add(new Place(cards.get(i), (i + random.nextDouble()) / cards.size()));
            }
        }
        return places.stream()
                .sorted(Comparator.comparingDouble(Place::position))
                .map(Place::card)
                .toList();
    }

    private static Query query(Random random) {
        return switch (random.nextInt(4)) {
            case 0, 1 ->
                new Query(
                        "rows",
                        "SELECT orderkey, line, quantity, price * (1 - discount) AS amount, flag, shipped, note FROM lines "
                                + "WHERE supplier <= " + (10 + random.nextInt(90)),
                        List.of(2, 3));
            case 2 ->
                new Query(
                        "aggregate",
                        "SELECT supplier, flag, COUNT(*) AS n, COUNT(shipped) AS shipments, SUM(quantity) AS quantity, "
                                + "SUM(price * (1 - discount)) AS amount, MIN(price) AS cheapest, MAX(shipped) AS latest "
                                + "FROM lines WHERE line <= " + (3 + random.nextInt(5)) + " GROUP BY supplier, flag",
                        List.of(4, 5, 6));
            default ->
                new Query(
                        "sorted, limited",
                        "SELECT price, orderkey, line, note FROM lines WHERE supplier > " + random.nextInt(100)
                                + " ORDER BY price DESC, orderkey, line LIMIT " + (100 + random.nextInt(2_000)),
                        List.of(0));
        };
    }

    private static Map<SinkKind, WriteMode> sinks(Random random, Round.Card card) {
        List<SinkKind> kinds = new ArrayList<>(List.of(SinkKind.values()));
        Collections.shuffle(kinds, random);
        kinds = new ArrayList<>(kinds.subList(0, 1 + random.nextInt(4)));
        if (card.fault() == Fault.ALL && card.point() == Failpoint.CLOSE_AFTER) {
            kinds.remove(SinkKind.DATASET); // published in memory, and then all memory goes
            if (kinds.isEmpty()) {
                kinds.add(SinkKind.SQLITE);
            }
        }
        if (card.fault().needsServer()) {
            kinds.remove(SinkKind.POSTGRESQL);
            kinds.add(0, SinkKind.POSTGRESQL);
        }
        Map<SinkKind, WriteMode> sinks = new LinkedHashMap<>();
        WriteMode[] modes = WriteMode.values();
        kinds.forEach(kind -> sinks.put(kind, modes[random.nextInt(modes.length)]));
        return Collections.unmodifiableMap(sinks);
    }

    /** SPLIT_AFTER is met only when a share is taken over, so somebody must die first. */
    private static Map<Failpoint, String> extras(Random random, Round.Card card) {
        Map<Failpoint, String> extras = new EnumMap<>(Failpoint.class);
        if (card.point() == Failpoint.SPLIT_AFTER) {
            extras.put(random.nextBoolean() ? Failpoint.CLAIM_AFTER : Failpoint.SEAL_AFTER, "kill");
        } else if (card.fault().allowsAnotherDeath() && random.nextInt(4) == 0) {
            Failpoint point = BEFORE_THE_END.get(random.nextInt(BEFORE_THE_END.size()));
            if (point != card.point()) {
                extras.put(point, "kill");
            }
        }
        if (card.point() != Failpoint.RUN && random.nextInt(4) == 0) {
            extras.put(Failpoint.RUN, "throw");
        }
        return Collections.unmodifiableMap(extras);
    }
}
