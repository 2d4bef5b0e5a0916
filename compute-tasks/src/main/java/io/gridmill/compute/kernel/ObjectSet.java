package io.gridmill.compute.kernel;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Sets of the rarer kinds: strings, and decimals of more than 18 digits. */
public final class ObjectSet {
    private final byte[][] strings;
    private final Set<BigInteger> numbers;

    private ObjectSet(byte[][] strings, Set<BigInteger> numbers) {
        this.strings = strings;
        this.numbers = numbers;
    }

    /** @param values ascending by code point */
    static ObjectSet ofStrings(List<Object> values) {
        return new ObjectSet(
                values.stream().map(value -> Ops.utf8((String) value)).toArray(byte[][]::new), Set.of());
    }

    static ObjectSet ofNumbers(Collection<Object> values) {
        Set<BigInteger> numbers = new HashSet<>();
        values.forEach(value -> numbers.add((BigInteger) value));
        return new ObjectSet(new byte[0][], numbers);
    }

    public boolean contains(byte[] value) {
        return Arrays.binarySearch(strings, value, Arrays::compareUnsigned) >= 0;
    }

    public boolean contains(long high, long low) {
        return numbers.contains(Wide.toBigInteger(high, low));
    }
}
