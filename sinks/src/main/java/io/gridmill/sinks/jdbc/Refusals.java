package io.gridmill.sinks.jdbc;

import io.gridmill.core.error.GridmillException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Rows that were refused in one transaction: noted as dead letters, or, where the job needs every row, an error at the first. */
final class Refusals {
    private static final int MANY_CHARACTERS = 4 << 20;

    private final boolean kept;
    private final List<DeadLetter> letters = new ArrayList<>();
    private int count;
    private int characters;

    /** @param kept whether a refused row is kept apart */
    Refusals(boolean kept) {
        this.kept = kept;
    }

    /**
     * Notes a row.
     *
     * @param row its number in the attempt's result
     * @param column the one whose value is refused
     * @throws GridmillException DATA when every row is needed, or when there are too many
     */
    void add(long row, String column, String reason, Supplier<String> record) {
        String place = " [column=" + column + ", row=" + row + "]";
        if (!kept) {
            throw GridmillException.data("the database cannot take a row: " + reason + place);
        }
        count++;
        if (count > DeadLetters.MOST_OF_AN_ATTEMPT) {
            throw GridmillException.data("the database must not refuse more than " + DeadLetters.MOST_OF_AN_ATTEMPT
                    + " rows at once, the next one: " + reason + place);
        }
        DeadLetter letter = new DeadLetter(row, reason + " [column=" + column + "]", record.get());
        letters.add(letter);
        characters += letter.record().length();
    }

    /** Rows that were refused, also those that have been taken. */
    int count() {
        return count;
    }

    /** Whether it is time to take them. */
    boolean areMany() {
        return characters >= MANY_CHARACTERS;
    }

    /** The letters since the last time. */
    List<DeadLetter> take() {
        List<DeadLetter> taken = List.copyOf(letters);
        letters.clear();
        characters = 0;
        return taken;
    }
}
