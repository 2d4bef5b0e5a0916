package io.gridmill.core.service;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An answer of {@link GridmillService} as bytes: one byte, 0 for success or 1 + the ordinal of an {@link ErrorCode}, then the
 * payload or the error's message in UTF-8.
 */
public final class Reply {
    private Reply() {}

    public static byte[] ok(byte[] payload) {
        byte[] reply = new byte[payload.length + 1];
        System.arraycopy(payload, 0, reply, 1, payload.length);
        return reply;
    }

    public static byte[] ok(String payload) {
        return ok(payload.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] error(GridmillException error) {
        byte[] reply = ok(String.valueOf(error.getMessage()));
        reply[0] = (byte) (1 + error.code().ordinal());
        return reply;
    }

    /** The payload, or the error that the node answered, thrown. */
    public static byte[] unwrap(byte[] reply) {
        byte[] payload = Arrays.copyOfRange(reply, 1, reply.length);
        if (reply[0] != 0) {
            throw new GridmillException(ErrorCode.values()[reply[0] - 1], new String(payload, StandardCharsets.UTF_8));
        }
        return payload;
    }

    /** {@link #unwrap} as text. */
    public static String unwrapText(byte[] reply) {
        return new String(unwrap(reply), StandardCharsets.UTF_8);
    }
}
