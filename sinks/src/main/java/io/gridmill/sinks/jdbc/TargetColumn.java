package io.gridmill.sinks.jdbc;

/**
 * A column of a table that exists.
 *
 * @param name as the database has it
 * @param declaredType as the database says it
 * @param notNull whether it refuses NULL
 * @param needed whether a row that does not name it is refused
 * @param writable false for what the database computes itself
 */
record TargetColumn(String name, String declaredType, boolean notNull, boolean needed, boolean writable) {}
