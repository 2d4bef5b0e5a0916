package io.gridmill.cli.demo.rows;

import java.util.ArrayList;
import java.util.List;

/** Compares a short answer with the one expected, row by row. */
public final class AnswerCheck {
    private AnswerCheck() {}

    /**
     * @param where what is compared, for messages
     * @return what differs, in sentences; empty when nothing does
     */
    public static List<String> compare(String where, List<String> expected, List<String> got) {
        List<String> differences = new ArrayList<>();
        if (expected.size() != got.size()) {
            differences.add(where + ": there must be " + expected.size() + " rows, got " + got.size());
        }
        for (int i = 0; i < Math.max(expected.size(), got.size()); i++) {
            String want = i < expected.size() ? expected.get(i) : "nothing";
            String found = i < got.size() ? got.get(i) : "nothing";
            if (!want.equals(found)) {
                differences.add(where + ": row " + (i + 1) + " must be " + want + ", got " + found);
            }
        }
        return differences;
    }
}
