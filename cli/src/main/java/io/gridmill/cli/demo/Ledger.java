package io.gridmill.cli.demo;

import io.gridmill.client.Gridmill;
import io.gridmill.client.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** A job's shares, as {@code gridmill.shares} tells them through the client. */
final class Ledger {
    private static final String QUERY = "SELECT share, state, node, taken_from FROM gridmill.shares WHERE job = :job";

    /** @param takenFrom the node that had it before and is gone, or null */
    record Share(
            String share,
            String state,
            String node,
            @Nullable String takenFrom) {
        boolean isDone() {
            return state.equals("COMMITTED") || state.equals("STAGED");
        }

        /** Whether it went on and ended on another node than the one that is gone. */
        boolean isTakenFrom(String gone) {
            return isDone() && gone.equals(takenFrom) && !node.equals(gone);
        }

        boolean isLeaf() {
            return !state.equals("SPLIT");
        }
    }

    private final Gridmill gridmill;

    Ledger(Gridmill gridmill) {
        this.gridmill = gridmill;
    }

    List<Share> shares(String job) {
        List<Share> shares = new ArrayList<>();
        try (Result result = gridmill.systemQuery(QUERY, Map.of("job", job))) {
            while (result.hasNext()) {
                VectorSchemaRoot batch = result.next();
                for (int row = 0; row < batch.getRowCount(); row++) {
                    shares.add(new Share(
                            String.valueOf(text(batch, 0, row)),
                            String.valueOf(text(batch, 1, row)),
                            String.valueOf(text(batch, 2, row)),
                            text(batch, 3, row)));
                }
            }
        }
        return shares;
    }

    private static @Nullable String text(VectorSchemaRoot batch, int column, int row) {
        VarCharVector vector = (VarCharVector) batch.getVector(column);
        return vector.isNull(row) ? null : new String(vector.get(row), StandardCharsets.UTF_8);
    }
}
