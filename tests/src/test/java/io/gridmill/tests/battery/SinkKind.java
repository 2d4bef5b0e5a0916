package io.gridmill.tests.battery;

/** Where the rows of a round go. */
enum SinkKind {
    POSTGRESQL,
    SQLITE,
    PARQUET,
    CSV,
    DATASET
}
