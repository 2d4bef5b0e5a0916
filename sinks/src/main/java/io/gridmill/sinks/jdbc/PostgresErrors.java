package io.gridmill.sinks.jdbc;

import io.gridmill.core.error.ErrorCode;
import java.sql.SQLException;

/**
 * Which of PostgreSQL's errors (its manual, appendix A) may pass, which a row causes, and which somebody must mend. What nobody thought of
 * may pass.
 */
final class PostgresErrors {
    private PostgresErrors() {}

    static ErrorCode code(SQLException error) {
        String state = error.getSQLState();
        if (state == null || state.length() != 5) {
            return ErrorCode.EXTERNAL;
        }
        return switch (state) {
            // The server asks for a password that is not given; a lock, a time limit or a standby that becomes primary.
            case "08004" -> ErrorCode.USER;
            case "55P03", "57014", "25006" -> ErrorCode.EXTERNAL;
            // A staging table is gone: the job was closed or aborted meanwhile, which the next try sees.
            case "42P01" -> ErrorCode.EXTERNAL;
            default -> ofClass(state.substring(0, 2));
        };
    }

    private static ErrorCode ofClass(String stateClass) {
        return switch (stateClass) {
            // A value or a rule of the table; what a trigger raises; WITH CHECK OPTION.
            case "22", "23", "P0", "44" -> ErrorCode.DATA;
            // Unsupported, login, database, schema, dependent objects, syntax and rights, limits, wrong state.
            case "0A", "28", "3D", "3F", "2B", "42", "54", "55" -> ErrorCode.USER;
            default -> ErrorCode.EXTERNAL;
        };
    }

    /** What the server says, on one line. */
    static String reason(SQLException error) {
        return String.valueOf(error.getMessage()).replaceFirst("^ERROR: ", "").replaceAll("\\s*\\R\\s*", " ");
    }
}
