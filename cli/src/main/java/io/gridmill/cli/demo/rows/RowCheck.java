package io.gridmill.cli.demo.rows;

import io.gridmill.cli.progress.Amounts;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/** Compares the rows found in one place with those expected: each there, once, and right. For one thread. */
public final class RowCheck implements Consumer<String> {
    private static final int SHOWN = 5;

    private final String where;
    private final RowSheet sheet;
    private final BitSet seen = new BitSet();
    private final List<String> differences = new ArrayList<>();
    private long rows;
    private long wrong;
    private long twice;
    private long strange;

    /** @param where what is compared, for messages */
    RowCheck(String where, RowSheet sheet) {
        this.where = where;
        this.sheet = sheet;
    }

    /** Takes a row, {@code order|line|...}. */
    @Override
    public void accept(String row) {
        rows++;
        long place = place(row);
        if (!sheet.isExpected(place)) {
            strange++;
            tell("a row that must not be there: " + row);
        } else if (seen.get((int) place)) {
            twice++;
            tell(RowSheet.name(place) + " is there more than once: " + row);
        } else {
            seen.set((int) place);
            if (!sheet.isRight(place, row)) {
                wrong++;
                tell(RowSheet.name(place) + " must be " + sheet.row(place) + ", got " + row);
            }
        }
    }

    /** Ends the comparison. Returns what differs, in sentences; empty when nothing does. */
    public List<String> finish() {
        long missing = sheet.count() - seen.cardinality();
        int place = sheet.nextMissing(seen, 0);
        for (int shown = 0; shown < SHOWN && place >= 0; shown++) {
            tell(RowSheet.name(place) + " is missing: " + sheet.row(place));
            place = sheet.nextMissing(seen, place + 1);
        }
        if (missing + wrong + twice + strange > 0) {
            differences.add(
                    0,
                    where + ": " + Amounts.rows(sheet.count()) + " must be there once each, got " + Amounts.rows(rows)
                            + ": " + missing + " missing, " + wrong + " wrong, " + twice + " more than once, " + strange
                            + " that must not be there");
        }
        return List.copyOf(differences);
    }

    /** How many rows were taken. */
    public long rows() {
        return rows;
    }

    private void tell(String difference) {
        if (differences.size() < SHOWN) {
            differences.add(where + ": " + difference);
        }
    }

    private static long place(String row) {
        int order = row.indexOf('|');
        int line = row.indexOf('|', order + 1);
        if (order < 1 || line < 0) {
            return -1;
        }
        try {
            int number = Integer.parseInt(row, order + 1, line, 10);
            long key = Long.parseLong(row, 0, order, 10);
            return number < 1 || number > 7 || key > Integer.MAX_VALUE ? -1 : RowSheet.place(key, number);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
