package io.gridmill.compute.kernel;

/**
 * How a group key of few values becomes a small number; NULL is the number after the last.
 *
 * @param dictionary the input whose dictionary codes are the numbers, or -1
 * @param size how many numbers there are, without NULL; of a dictionary only the chunk knows
 */
public record GroupCode(int dictionary, int size) {}
