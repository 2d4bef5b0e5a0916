package io.gridmill.sinks.jdbc;

import io.gridmill.core.schema.ColumnType;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Column types as SQLite's. SQLite types values, not columns, and would turn decimals into floating point. So decimals, dates and
 * timestamps are TEXT, in columns declared {@code DECIMAL_TEXT(p, s)}, {@code DATE_TEXT} and {@code TIMESTAMP_TEXT}: SQLite reads "TEXT"
 * in such a name and keeps the text, and a later append can check precision and scale.
 */
final class SqliteTypes {
    private static final Pattern DECIMAL_TEXT = Pattern.compile("DECIMAL_TEXT\\s*\\(\\s*(\\d+)\\s*,\\s*(\\d+)\\s*\\)");

    private SqliteTypes() {}

    static String declare(ColumnType type) {
        return switch (type.kind()) {
            case DECIMAL -> "DECIMAL_TEXT(" + type.precision() + ", " + type.scale() + ")";
            case DATE -> "DATE_TEXT";
            case TIMESTAMP -> "TIMESTAMP_TEXT";
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, VARCHAR -> type.toString();
        };
    }

    /** Whether a column declared so holds every value exactly, by SQLite's rules of affinity ("Datatypes In SQLite", section 3.1). */
    static boolean holds(String declaredType, ColumnType type) {
        String declared = declaredType.toUpperCase(Locale.ROOT).strip();
        boolean keepsAll = declared.isEmpty() || declared.contains("BLOB") || declared.equals("ANY");
        if (declared.contains("INT")) {
            return type.kind() == ColumnType.Kind.BOOLEAN
                    || type.isInteger() && bits(declared) >= bits(type.toString());
        } else if (declared.contains("TEXT") || declared.contains("CHAR") || declared.contains("CLOB")) {
            return switch (type.kind()) {
                case VARCHAR -> !declared.endsWith("_TEXT") && !declared.startsWith("DECIMAL_TEXT");
                case DATE -> !declared.equals("TIMESTAMP_TEXT") && !declared.startsWith("DECIMAL_TEXT");
                case TIMESTAMP -> !declared.equals("DATE_TEXT") && !declared.startsWith("DECIMAL_TEXT");
                case DECIMAL -> holdsDecimal(declared, type);
                case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE -> false;
            };
        } else if (declared.contains("REAL") || declared.contains("FLOA") || declared.contains("DOUB")) {
            return type.kind() == ColumnType.Kind.REAL || type.kind() == ColumnType.Kind.DOUBLE;
        } else if (declared.startsWith("BOOL")) {
            return type.kind() == ColumnType.Kind.BOOLEAN;
        }
        return keepsAll;
    }

    private static boolean holdsDecimal(String declared, ColumnType type) {
        Matcher decimal = DECIMAL_TEXT.matcher(declared);
        if (!decimal.matches()) {
            return !declared.endsWith("_TEXT");
        }
        int precision = Integer.parseInt(decimal.group(1));
        int scale = Integer.parseInt(decimal.group(2));
        return scale >= type.scale() && precision - scale >= type.precision() - type.scale();
    }

    /** INTEGER is 64 bits in SQLite; names that promise less are taken at their word. */
    private static int bits(String integer) {
        if (integer.startsWith("TINYINT")) {
            return 8;
        } else if (integer.startsWith("SMALLINT") || integer.startsWith("INT2")) {
            return 16;
        } else if (integer.startsWith("MEDIUMINT")) {
            return 24;
        } else if (integer.startsWith("INT4")) {
            return 32;
        }
        return 64;
    }
}
