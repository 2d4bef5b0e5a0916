package io.gridmill.compute.sql;

import io.gridmill.compute.run.QueryLogic;
import io.gridmill.compute.simd.VectorForms;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.Logic;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Compiles SQL to logic that nodes run. Thread-safe; kernels of one shape are compiled once in a process. */
public final class SqlCompiler {
    private static final Pattern CLOCK = Pattern.compile("CURRENT_|LOCALTIMESTAMP", Pattern.CASE_INSENSITIVE);

    /** A job's query is compiled when it is submitted, when it is planned and by each node that runs it: often in one process. */
    private static final Latest<Key, Logic> LATEST = new Latest<>(128);

    private SqlCompiler() {}

    /** Compiles a query that is run here and now, and by nobody else. */
    public static Logic compile(String sql, Map<String, String> params, TableSchema schema) {
        return compile(sql, params, schema, Instant.now());
    }

    /**
     * Compiles a query for a dataset.
     *
     * @param params value of each {@code :name} as text, typed by what stands beside it
     * @param schema of the dataset that {@link SqlQuery#dataset()} names
     * @param now what CURRENT_TIMESTAMP gives; of a job, when it was accepted, so that every share and every attempt has the same
     * @throws io.gridmill.core.error.GridmillException with code USER, naming what is wrong, line and column
     */
    public static Logic compile(String sql, Map<String, String> params, TableSchema schema, Instant now) {
        Key key = new Key(sql, Map.copyOf(params), schema, CLOCK.matcher(sql).find() ? now : Instant.EPOCH);
        return LATEST.get(key, () -> logic(sql, params, schema, now));
    }

    private static Logic logic(String sql, Map<String, String> params, TableSchema schema, Instant now) {
        SqlQuery query = SqlQuery.parse(sql);
        try {
            Relation relation =
                    new RelationBinder(query, new Parameters(query, params, now), schema).bind(query.root());
            return new QueryLogic(Planner.plan(Flattening.flatten(relation)));
        } catch (StackOverflowError e) {
            throw SqlQuery.tooDeep();
        }
    }

    /** @param now when the query asks for it, else always the same */
    private record Key(String sql, Map<String, String> params, TableSchema schema, Instant now) {}

    /** Loads parser and Java compiler, whose first use costs some hundred milliseconds, and warms the vector forms; for the start of a node. */
    public static void warmUp() {
        TableSchema schema = TableSchema.parse("a INTEGER, b VARCHAR, c DECIMAL(12, 2)");
        Logic logic =
                compile("SELECT b, SUM(c * (1 - c)) FROM warm WHERE a < 1 GROUP BY b ORDER BY 2", Map.of(), schema);
        logic.explain(schema, List.of(), chunk -> {
            throw new IllegalStateException("there are no chunks");
        });
        VectorForms.warmUp();
    }
}
