package io.gridmill.core.job;

/**
 * The dataset whose next version a job's result becomes.
 *
 * @param name the dataset
 * @param mode create, append or replace
 */
public record ResultSpec(String name, WriteMode mode) {}
