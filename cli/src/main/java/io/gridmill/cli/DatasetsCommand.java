package io.gridmill.cli;

import io.gridmill.cli.format.Listing;
import io.gridmill.cli.progress.Amounts;
import io.gridmill.cli.session.Session;
import io.gridmill.client.Gridmill;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.DatasetInfo;
import io.gridmill.core.schema.Column;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "datasets", description = "Lists the datasets, or the columns of one.")
final class DatasetsCommand extends RowsCommand {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DATASET",
            description = "A dataset whose columns are listed.")
    private @Nullable String name;

    DatasetsCommand(Session session) {
        super(session);
    }

    @Override
    int run(Gridmill gridmill) throws IOException {
        List<DatasetInfo> datasets = gridmill.datasets();
        if (name == null) {
            output.write(session, all(datasets));
            datasets.forEach(this::warnOfLoss);
            return CommandRunner.DONE;
        }
        DatasetInfo dataset = datasets.stream()
                .filter(info -> info.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> GridmillException.user("unknown dataset '" + name + "' (known: "
                        + String.join(
                                ", ", datasets.stream().map(DatasetInfo::name).toList()) + ")"));
        describe(dataset);
        warnOfLoss(dataset);
        return CommandRunner.DONE;
    }

    private static Listing all(List<DatasetInfo> datasets) {
        Listing listing = new Listing(
                "dataset VARCHAR, rows BIGINT, columns INTEGER, size_bytes BIGINT, chunks BIGINT, partitions INTEGER, "
                        + "backups INTEGER, lost_partitions INTEGER, partition_by VARCHAR, version BIGINT, changed TIMESTAMP");
        for (DatasetInfo dataset : datasets) {
            listing.row(
                    dataset.name(),
                    dataset.rows(),
                    dataset.schema().size(),
                    dataset.sizeBytes(),
                    dataset.chunks(),
                    dataset.partitions(),
                    dataset.backups(),
                    dataset.lostPartitions().size(),
                    partitionBy(dataset),
                    dataset.version(),
                    dataset.changed());
        }
        return listing;
    }

    private void describe(DatasetInfo dataset) throws IOException {
        if (output.isTable(session)) {
            String by = partitionBy(dataset);
            session.println(dataset.name() + ": " + Amounts.rows(dataset.rows()) + ", "
                    + Amounts.bytes(dataset.sizeBytes()) + " in " + Amounts.count(dataset.chunks())
                    + " chunks, version " + dataset.version() + " of " + dataset.changed());
            session.println(dataset.partitions() + " partitions" + (by == null ? "" : " by " + by) + ", backups "
                    + dataset.backups()
                    + (dataset.lostPartitions().isEmpty()
                            ? ""
                            : ", " + dataset.lostPartitions().size() + " partitions LOST"));
        }
        Listing listing = new Listing("column VARCHAR, type VARCHAR");
        for (Column column : dataset.schema().columns()) {
            listing.row(column.name(), column.type().toString());
        }
        output.write(session, listing);
    }

    private void warnOfLoss(DatasetInfo dataset) {
        if (!dataset.lostPartitions().isEmpty()) {
            session.tell("dataset " + dataset.name() + " has lost partitions " + dataset.lostPartitions()
                    + "; jobs over it fail until it is loaded again or the nodes that hold them come back");
        }
    }

    private static @Nullable String partitionBy(DatasetInfo dataset) {
        return dataset.partitionBy().isEmpty() ? null : String.join(",", dataset.partitionBy());
    }
}
