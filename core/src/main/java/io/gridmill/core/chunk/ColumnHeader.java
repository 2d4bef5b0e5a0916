package io.gridmill.core.chunk;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one column of a chunk without its data: the zone map, and what decoding must find.
 *
 * @param encoding how the values are laid out
 * @param nullCount rows that are NULL
 * @param min least value, or null when every row is NULL or the type has no zone map: a {@link Long} for integers, DATE, TIMESTAMP and
 *     DECIMAL (unscaled, null where a value exceeds a long), a {@link Double} for REAL and DOUBLE (null when a NaN is present), a {@link String} for
 *     VARCHAR (null when longer than 64 characters), a {@link Boolean} for BOOLEAN
 * @param max greatest value, likewise
 * @param sizeBytes bytes of the encoded value in the grid, compressed or not
 * @param decodedBytes bytes that it has when it is not compressed, which is what it costs in memory to be read
 * @param digest XXH3 (64 bits) of the encoded value in the grid
 */
public record ColumnHeader(
        Encoding encoding,
        int nullCount,
        @Nullable Object min,
        @Nullable Object max,
        int sizeBytes,
        int decodedBytes,
        long digest) {}
