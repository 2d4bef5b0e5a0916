package io.gridmill.node.service;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.DatasetInfo;
import io.gridmill.core.job.JobStatus;
import io.gridmill.core.job.NodeInfo;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.node.ledger.JobRecord;
import io.gridmill.node.ledger.Outcome;
import io.gridmill.node.ledger.ShareRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The datasets {@code gridmill.jobs}, {@code .shares}, {@code .datasets}, {@code .nodes}: rows made from the ledger when they are asked for. */
final class SystemDatasets {
    static final String PREFIX = "gridmill.";

    /** A system dataset's schema and its rows as they are now. */
    record Table(TableSchema schema, Supplier<List<@Nullable Object[]>> rows) {}

    private final Map<String, Table> tables = new TreeMap<>();

    SystemDatasets(
            Supplier<List<JobStatus>> jobs,
            Supplier<Map<JobRecord, List<ShareRecord>>> shares,
            Supplier<List<DatasetInfo>> datasets,
            Supplier<List<NodeInfo>> nodes) {
        tables.put("jobs", new Table(JOBS, () -> rows(jobs.get(), SystemDatasets::job)));
        tables.put("shares", new Table(SHARES, () -> {
            List<@Nullable Object[]> rows = new ArrayList<>();
            shares.get().forEach((job, records) -> records.forEach(record -> rows.add(share(record))));
            return rows;
        }));
        tables.put("datasets", new Table(DATASETS, () -> rows(datasets.get(), SystemDatasets::dataset)));
        tables.put("nodes", new Table(NODES, () -> rows(nodes.get(), SystemDatasets::node)));
    }

    static boolean isSystem(String dataset) {
        return dataset.toLowerCase(Locale.ROOT).startsWith(PREFIX);
    }

    Table get(String dataset) {
        Table table = tables.get(dataset.toLowerCase(Locale.ROOT).substring(PREFIX.length()));
        if (table == null) {
            throw GridmillException.user("there is no system dataset '" + dataset + "'; there are gridmill."
                    + String.join(", gridmill.", tables.keySet()));
        }
        return table;
    }

    private static <T> List<@Nullable Object[]> rows(List<T> items, Function<T, @Nullable Object[]> row) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        items.forEach(item -> rows.add(row.apply(item)));
        return rows;
    }

    private static final TableSchema JOBS = TableSchema.of(
            text("id"),
            text("name"),
            text("kind"),
            text("state"),
            text("cause"),
            new Column("submitted", ColumnType.TIMESTAMP),
            new Column("finished", ColumnType.TIMESTAMP),
            number("shares"),
            number("shares_done"),
            number("takeovers"),
            number("input_rows"),
            number("result_rows"),
            number("rejected_rows"));

    private static @Nullable Object[] job(JobStatus job) {
        return new @Nullable Object[] {
            job.id(),
            job.name(),
            job.kind(),
            job.state().name(),
            job.cause(),
            micros(job.submitted()),
            micros(job.finished()),
            (long) job.shares(),
            (long) job.sharesDone(),
            (long) job.takeovers(),
            job.inputRows(),
            job.resultRows() < 0 ? null : job.resultRows(),
            job.rejectedRows()
        };
    }

    private static final TableSchema SHARES = TableSchema.of(
            text("job"),
            text("share"),
            text("state"),
            text("node"),
            text("taken_from"),
            number("epoch"),
            number("attempts"),
            text("children"),
            number("partitions"),
            number("input_rows"),
            number("result_rows"),
            number("read_rows"),
            number("read_micros"),
            number("write_micros"),
            number("journal_micros"),
            text("cause"),
            new Column("since", ColumnType.TIMESTAMP));

    private static @Nullable Object[] share(ShareRecord share) {
        Outcome outcome = share.outcome();
        StringBuilder children = new StringBuilder();
        share.children()
                .forEach(
                        child -> children.append(children.isEmpty() ? "" : ", ").append(child.share()));
        return new @Nullable Object[] {
            share.jobId(),
            share.work().share(),
            share.state().name(),
            share.attempt() == null ? share.work().node() : share.attempt().node(),
            share.takenFrom(),
            (long) share.epoch(),
            (long) share.attempts(),
            children.isEmpty() ? null : children.toString(),
            (long) share.work().partitions().size(),
            outcome == null ? share.work().inputRows() : outcome.inputRows(),
            outcome == null ? null : outcome.rows(),
            outcome == null ? null : outcome.spent().readRows(),
            outcome == null ? null : outcome.spent().readMicros(),
            outcome == null ? null : outcome.spent().writeMicros(),
            outcome == null ? null : outcome.spent().journalMicros(),
            share.cause(),
            micros(share.since())
        };
    }

    private static final TableSchema DATASETS = TableSchema.of(
            text("name"),
            number("version"),
            number("loads"),
            number("rows"),
            number("chunks"),
            number("bytes"),
            number("partitions"),
            number("backups"),
            text("partition_by"),
            text("lost_partitions"),
            new Column("changed", ColumnType.TIMESTAMP));

    private static @Nullable Object[] dataset(DatasetInfo dataset) {
        return new @Nullable Object[] {
            dataset.name(),
            dataset.version(),
            (long) dataset.loads(),
            dataset.rows(),
            dataset.chunks(),
            dataset.sizeBytes(),
            (long) dataset.partitions(),
            (long) dataset.backups(),
            dataset.partitionBy().isEmpty() ? null : String.join(", ", dataset.partitionBy()),
            dataset.lostPartitions().isEmpty() ? null : dataset.lostPartitions().toString(),
            micros(dataset.changed())
        };
    }

    private static final TableSchema NODES = TableSchema.of(
            text("name"),
            text("incarnation"),
            text("client_address"),
            text("http_address"),
            number("cores"),
            text("version"));

    private static @Nullable Object[] node(NodeInfo node) {
        return new @Nullable Object[] {
            node.name(),
            node.incarnation(),
            node.clientAddress(),
            node.httpAddress(),
            (long) node.cores(),
            node.version()
        };
    }

    private static Column text(String name) {
        return new Column(name, ColumnType.VARCHAR);
    }

    private static Column number(String name) {
        return new Column(name, ColumnType.BIGINT);
    }

    private static @Nullable Long micros(@Nullable Instant instant) {
        return instant == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
