package io.gridmill.core.schema;

import io.gridmill.core.error.GridmillException;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** A named, typed column; every column may hold NULL. Names are compared without case and kept as they were given. */
public record Column(String name, ColumnType type) {
    public Column {
        if (name.isBlank()) {
            throw GridmillException.user("a column must have a name, got '" + name + "' of type " + type);
        }
    }

    public Field toArrow() {
        return new Field(name, FieldType.nullable(type.toArrow()), null);
    }
}
