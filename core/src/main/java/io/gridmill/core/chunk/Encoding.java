package io.gridmill.core.chunk;

/**
 * How the values of one column of one chunk are laid out. The order is part of the format: the ordinal is stored.
 */
public enum Encoding {
    /**
     * {@code value = base + signed little-endian integer of width 0, 1, 2, 4 or 8 bytes}; width 0 means that every value is the
     * base. For the integer types, DATE (days), TIMESTAMP (microseconds) and DECIMAL (unscaled).
     */
    INTEGER,
    /** One bit a row, least significant bit first. For BOOLEAN. */
    BITS,
    /** IEEE 754 singles. For REAL. */
    FLOAT,
    /** IEEE 754 doubles. For DOUBLE. */
    DOUBLE,
    /** Signed little-endian 128-bit unscaled values. For DECIMAL whose values in this chunk exceed a long. */
    DECIMAL128,
    /** {@code rows + 1} 32-bit offsets, then UTF-8 bytes. For VARCHAR. */
    UTF8,
    /**
     * Unsigned codes of width 0, 1, 2 or 4 bytes (width 0: every code is 0) into a dictionary of distinct strings, ascending by
     * UTF-8 bytes, which is also ascending by code point. For VARCHAR.
     */
    DICTIONARY
}
