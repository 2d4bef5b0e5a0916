package io.gridmill.core.chunk;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.gridmill.core.schema.TableSchema;
import java.nio.charset.StandardCharsets;

/** XXH3 in 64 bits with seed 0: digests of values, and fingerprints of schemas. They find damage, not forgery. */
public final class Digests {
    private static final Hasher64 XXH3 = Hashing.xxh3_64();

    private Digests() {}

    public static long of(byte[] bytes) {
        return XXH3.hashBytesToLong(bytes);
    }

    /** What {@link ChunkHeader#schemaFingerprint()} holds: the digest of the schema's text. */
    public static long fingerprint(TableSchema schema) {
        return of(schema.toString().getBytes(StandardCharsets.UTF_8));
    }
}
