package io.gridmill.tests.battery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.node.fault.Failpoint;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a deck promises: rounds that can be played again, and no point or fault left out. */
class DeckTest {
    @Test
    void aRoundIsMadeFromSeedAndNumberAlone() {
        assertThat(new Deck(7).round(33)).isEqualTo(new Deck(7).round(33));
        assertThat(new Deck(7).round(33)).isNotEqualTo(new Deck(8).round(33));
    }

    @Test
    void aDeckHasEveryPointThreeTimesUnderANodeThatDiesOrSleeps() {
        List<Round.Card> cards = cards(1, Deck.size());

        for (Failpoint point : Failpoint.values()) {
            assertThat(cards)
                    .filteredOn(card ->
                            card.point() == point && (card.fault() == Fault.KILL || card.fault() == Fault.ZOMBIE))
                    .as(point.fileName())
                    .hasSize(3);
        }
    }

    @Test
    void everyFaultIsInTheFirstHalfOfADeckAndInTheSecond() {
        Set<Fault> all = EnumSet.allOf(Fault.class);
        int half = Deck.size() / 2;

        assertThat(faults(1, half + 3)).isEqualTo(all);
        assertThat(faults(half - 3, Deck.size())).isEqualTo(all);
    }

    @Test
    void theNextDeckHasTheSameCardsInAnotherOrder() {
        List<Round.Card> first = cards(1, Deck.size());
        List<Round.Card> second = cards(Deck.size() + 1, 2 * Deck.size());

        assertThat(second).containsExactlyInAnyOrderElementsOf(first).isNotEqualTo(first);
    }

    private static List<Round.Card> cards(int from, int to) {
        Deck deck = new Deck(5);
        return IntStream.rangeClosed(from, to)
                .mapToObj(number -> deck.round(number).card())
                .toList();
    }

    private static Set<Fault> faults(int from, int to) {
        return cards(from, to).stream().map(Round.Card::fault).collect(Collectors.toCollection(HashSet::new));
    }
}
