package io.gridmill.node.ledger;

import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.core.source.Split;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a job was planned: decided once, by the step SUBMITTED → OPEN, and the only source from which share records are made.
 *
 * @param dataset what a query reads, or null
 * @param version the version that is pinned, 0 for loads
 * @param resultSchema schema of the result (loads: of the dataset)
 * @param shares the root shares
 * @param finalNode node that is to claim the final share; null when there is none
 * @param endsWhole whether there is one root share, and what it writes is the result although there would be a final step
 * @param source loads: how it is read, with all that was found in the files, so that each share reads alike; else null
 * @param splits loads: what is read, named by ordinal
 * @param inputRows rows to read, or -1
 * @param inputBytes bytes to read (loads)
 * @param generation the dataset generation that the job writes to, or null
 * @param life of the grid's memory in which it was cut; what it reads and has staged in memory is gone in another one
 */
public record Cut(
        @Nullable String dataset,
        long version,
        TableSchema resultSchema,
        List<ShareWork> shares,
        @Nullable String finalNode,
        boolean endsWhole,
        @Nullable SourceSpec source,
        List<Split> splits,
        long inputRows,
        long inputBytes,
        @Nullable String generation,
        String life) {
    public Cut {
        shares = List.copyOf(shares);
        splits = List.copyOf(splits);
    }

    public boolean hasFinalStep() {
        return finalNode != null;
    }

    /** Whether what a share writes is merged by a final share. */
    public boolean writesPartial(ShareWork work) {
        return hasFinalStep() && !work.isFinal() && !isWhole(work);
    }

    /** Whether a share is the one root of a job that it ends itself; its children, if it is split, write partials for a final share. */
    public boolean isWhole(ShareWork work) {
        return endsWhole && shares.get(0).share().equals(work.share());
    }
}
