package io.gridmill.compute.run;

import java.util.List;

/**
 * How a query's rows end: in which order, how many, and each once or not.
 *
 * @param order empty when rows may come in any order
 * @param offset rows to leave out first
 * @param limit rows to give at most, Long.MAX_VALUE when all
 * @param distinct whether rows whose visible columns are equal are one
 */
public record Ending(List<SortKey> order, long offset, long limit, boolean distinct) {
    public Ending {
        order = List.copyOf(order);
    }

    boolean isPlain() {
        return order.isEmpty() && !isLimited() && !distinct;
    }

    boolean isLimited() {
        return limit != Long.MAX_VALUE || offset > 0;
    }

    /** Rows that can be seen at all, those of the offset included. */
    long needed() {
        return limit > Long.MAX_VALUE - offset ? Long.MAX_VALUE : limit + offset;
    }
}
