package io.gridmill.loaders.columns;

import io.gridmill.core.schema.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * A column as a file has it.
 *
 * @param type the column type that it becomes by itself; null when it becomes none
 * @param shape what it is in the words of its format, for errors, for example {@code a list}
 */
public record FileColumn(String name, @Nullable ColumnType type, String shape) {}
