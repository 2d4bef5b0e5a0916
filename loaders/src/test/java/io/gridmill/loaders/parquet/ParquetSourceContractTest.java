package io.gridmill.loaders.parquet;

import io.gridmill.loaders.DuckDb;
import io.gridmill.loaders.SourceContract;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

class ParquetSourceContractTest extends SourceContract {
    @Override
    protected String format() {
        return "parquet";
    }

    @Override
    protected void write(Path file, int from, int to) throws IOException {
        try (DuckDb duck = new DuckDb()) {
            duck.run("COPY (SELECT i AS id, CASE WHEN i % 7 = 0 THEN NULL ELSE 'n' || i END AS name FROM range(" + from
                    + ", " + to + ") t(i)) TO '" + file + "' (FORMAT parquet, ROW_GROUP_SIZE 4096)");
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
