package io.gridmill.compute.sql;

import io.gridmill.compute.simd.VectorForms;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.Logic;
import java.util.Map;

/** Compiles SQL to logic that nodes run. Thread-safe; kernels of one shape are compiled once in a process. */
public final class SqlCompiler {
    private SqlCompiler() {}

    /**
     * Compiles a query for a dataset.
     *
     * @param params value of each {@code :name} as text, typed by what stands beside it
     * @param schema of the dataset that {@link SqlQuery#dataset()} names
     * @throws io.gridmill.core.error.GridmillException with code USER, naming what is wrong, line and column
     */
    public static Logic compile(String sql, Map<String, String> params, TableSchema schema) {
        SqlQuery query = SqlQuery.parse(sql);
        BoundQuery bound = new Binder(query, new Parameters(query, params), schema).bind();
        return new Planner(bound, schema).plan();
    }

    /** Loads parser and Java compiler, whose first use costs some hundred milliseconds, and warms the vector forms; for the start of a node. */
    public static void warmUp() {
        TableSchema schema = TableSchema.parse("a INTEGER, b VARCHAR, c DECIMAL(12, 2)");
        Logic logic =
                compile("SELECT b, SUM(c * (1 - c)) FROM warm WHERE a < 1 GROUP BY b ORDER BY 2", Map.of(), schema);
        logic.explain();
        VectorForms.warmUp();
    }
}
