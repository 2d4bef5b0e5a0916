package io.gridmill.node.table;

import io.gridmill.core.batch.CellText;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.TableSchema;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** A column as Ignite has it: its name in upper case, its type, and its values as Java objects. */
final class SqlColumn {
    /** Names that every Ignite table has already. */
    private static final Set<String> TAKEN = Set.of("_KEY", "_VAL", "_VER");

    /** Before the Gregorian calendar, {@link java.sql.Date} and Ignite count days otherwise. */
    private static final long FIRST_DAY = LocalDate.of(1582, 10, 15).toEpochDay();

    private static final int MICROS_PER_MILLI = 1_000;
    private static final int MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    private SqlColumn() {}

    /** @throws GridmillException USER when Ignite cannot have these columns */
    static void check(TableSchema schema, String table) {
        Map<String, String> seen = new HashMap<>();
        for (Column column : schema.columns()) {
            String name = name(column);
            String other = seen.put(name, column.name());
            if (other != null) {
                throw GridmillException.user("columns of a table must differ in upper case, got '" + other + "' and '"
                        + column.name() + "' [table=" + table + "]");
            }
            if (TAKEN.contains(name)) {
                throw GridmillException.user("a table's column must not be called '" + column.name()
                        + "', which Ignite has already; name it with AS [table=" + table + "]");
            }
        }
    }

    static String name(Column column) {
        return column.name().toUpperCase(Locale.ROOT);
    }

    static String quoted(Column column) {
        return '"' + name(column).replace("\"", "\"\"") + '"';
    }

    static String type(Column column) {
        return column.type().toString();
    }

    static Class<?> javaType(Column column) {
        return switch (column.type().kind()) {
            case BOOLEAN -> Boolean.class;
            case TINYINT -> Byte.class;
            case SMALLINT -> Short.class;
            case INTEGER -> Integer.class;
            case BIGINT -> Long.class;
            case DECIMAL -> BigDecimal.class;
            case REAL -> Float.class;
            case DOUBLE -> Double.class;
            case VARCHAR -> String.class;
            case DATE -> Date.class;
            case TIMESTAMP -> Timestamp.class;
        };
    }

    /** A value as Ignite stores it. */
    static @Nullable Object value(Column column, FieldVector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        return switch (column.type().kind()) {
            case BOOLEAN -> ((BitVector) vector).get(row) != 0;
            case TINYINT -> ((TinyIntVector) vector).get(row);
            case SMALLINT -> ((SmallIntVector) vector).get(row);
            case INTEGER -> ((IntVector) vector).get(row);
            case BIGINT -> ((BigIntVector) vector).get(row);
            case DECIMAL -> ((DecimalVector) vector).getObjectNotNull(row);
            case REAL -> ((Float4Vector) vector).get(row);
            case DOUBLE -> ((Float8Vector) vector).get(row);
            case VARCHAR -> new String(((VarCharVector) vector).get(row), StandardCharsets.UTF_8);
            case DATE -> Date.valueOf(LocalDate.ofEpochDay(((DateDayVector) vector).get(row)));
            case TIMESTAMP -> timestamp(((TimeStampMicroVector) vector).get(row));
        };
    }

    private static Timestamp timestamp(long micros) {
        return Timestamp.valueOf(time(micros));
    }

    private static LocalDateTime time(long micros) {
        int fraction = Math.floorMod(micros, MICROS_PER_SECOND);
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND), fraction * NANOS_PER_MICRO, ZoneOffset.UTC);
    }

    /** @throws GridmillException DATA at the first value that Ignite would change */
    static void check(TableSchema schema, VectorSchemaRoot batch, String table) {
        for (int i = 0; i < schema.size(); i++) {
            FieldVector vector = batch.getVector(i);
            for (int row = 0; row < batch.getRowCount(); row++) {
                String problem = vector.isNull(row) ? null : problem(vector, row);
                if (problem != null) {
                    throw GridmillException.data(problem + " [table=" + table + ", column="
                            + schema.column(i).name() + "]");
                }
            }
        }
    }

    private static @Nullable String problem(FieldVector vector, int row) {
        if (vector instanceof DateDayVector dates && dates.get(row) < FIRST_DAY) {
            return "a table's dates must be 1582-10-15 or later, got " + CellText.date(dates.get(row));
        }
        if (vector instanceof TimeStampMicroVector times) {
            long micros = times.get(row);
            if (micros % MICROS_PER_MILLI != 0) {
                return "a table's timestamps must be whole milliseconds, got " + CellText.timestamp(micros);
            }
            LocalDateTime time = time(micros);
            if (time.toLocalDate().toEpochDay() < FIRST_DAY) {
                return "a table's timestamps must be 1582-10-15 or later, got " + CellText.timestamp(micros);
            }
            if (!timestamp(micros).toLocalDateTime().equals(time)) {
                return "a table's timestamps must exist in the time zone of the nodes, which is "
                        + ZoneId.systemDefault() + ", got " + CellText.timestamp(micros)
                        + "; start them with -Duser.timezone=UTC";
            }
        }
        return null;
    }
}
