package io.gridmill.compute.kernel;

import io.gridmill.compute.expr.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Constants and places of one kernel, by number: what differs between queries of one shape and therefore stands outside its source. */
final class Symbols {
    private final List<Object> constants = new ArrayList<>();
    private final Map<Object, Integer> byValue = new HashMap<>();
    private final List<Place> places = new ArrayList<>();

    /** The field of a constant: Long, Double, Boolean, String, or a set or matcher. */
    String constant(Object value) {
        Integer known = byValue.get(value);
        if (known == null) {
            known = constants.size();
            byValue.put(value, known);
            constants.add(value instanceof String text ? Ops.utf8(text) : value);
        }
        return "k" + known;
    }

    int place(Place place) {
        places.add(place);
        return places.size() - 1;
    }

    List<Object> constants() {
        return constants;
    }

    List<Place> places() {
        return places;
    }

    static String javaType(Object constant) {
        if (constant instanceof Long) {
            return "long";
        } else if (constant instanceof Double) {
            return "double";
        } else if (constant instanceof Boolean) {
            return "boolean";
        } else if (constant instanceof byte[]) {
            return "byte[]";
        }
        return constant.getClass().getSimpleName();
    }

    /** The expression that takes constant {@code i} out of the array {@code k}. */
    static String unboxed(Object constant, int i) {
        String type = javaType(constant);
        return switch (type) {
            case "long" -> "((Long) k[" + i + "]).longValue()";
            case "double" -> "((Double) k[" + i + "]).doubleValue()";
            case "boolean" -> "((Boolean) k[" + i + "]).booleanValue()";
            default -> "(" + type + ") k[" + i + "]";
        };
    }
}
