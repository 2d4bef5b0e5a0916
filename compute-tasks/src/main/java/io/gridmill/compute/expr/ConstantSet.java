package io.gridmill.compute.expr;

import java.util.List;

/**
 * The list of an IN.
 *
 * @param values distinct, ascending in the order of their type: Long, Double or String (by code point), or BigInteger, none null
 * @param hasNull whether the list holds NULL, so that no match is NULL
 */
public record ConstantSet(List<Object> values, boolean hasNull) {
    public ConstantSet {
        values = List.copyOf(values);
    }

    @Override
    public String toString() {
        String shown = values.size() <= 8 ? values.toString() : values.subList(0, 8) + "… " + values.size() + " values";
        return hasNull ? shown + " or NULL" : shown;
    }
}
