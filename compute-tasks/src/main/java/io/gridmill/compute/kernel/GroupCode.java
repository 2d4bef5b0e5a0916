package io.gridmill.compute.kernel;

import java.util.List;

/**
 * How a group key of few values becomes a small number; NULL is the number after the last.
 *
 * @param dictionary the input whose dictionary codes are the numbers, or -1
 * @param size how many numbers there are, without NULL; of a dictionary only the chunk knows
 */
public record GroupCode(int dictionary, int size) {
    /** Below that many entries, filling a map anew for each chunk costs less than looking up slices. */
    private static final int SMALLEST_SLICE = 64;

    /**
     * Whether the map from a grouping's numbers to groups may be in several slices: dictionary codes, whose meaning changes from chunk to
     * chunk, beside keys with so many values that their map must last.
     */
    public static boolean sliced(List<GroupCode> codes) {
        boolean dictionaries = false;
        long others = 1;
        for (GroupCode code : codes) {
            if (code.dictionary >= 0) {
                dictionaries = true;
            } else {
                others *= code.size + 1L;
            }
        }
        return dictionaries && others >= SMALLEST_SLICE;
    }
}
