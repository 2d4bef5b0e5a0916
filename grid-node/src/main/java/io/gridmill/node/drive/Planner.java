package io.gridmill.node.drive;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.LoadSpec;
import io.gridmill.core.job.ResultSpec;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.Split;
import io.gridmill.core.task.Logic;
import io.gridmill.node.dataset.DatasetTargets;
import io.gridmill.node.dataset.DatasetVersion;
import io.gridmill.node.dataset.Datasets;
import io.gridmill.node.dataset.PinnedVersion;
import io.gridmill.node.dataset.VersionPins;
import io.gridmill.node.flush.Flusher;
import io.gridmill.node.flush.JobSinks;
import io.gridmill.node.grid.Membership;
import io.gridmill.node.ledger.Cut;
import io.gridmill.node.ledger.JobRecord;
import io.gridmill.node.ledger.ShareWork;
import io.gridmill.node.run.JobCompiler;
import io.gridmill.node.run.JobLogics;
import io.gridmill.node.run.LoadSources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Cuts a job into shares by where its partitions live now, after every sink has agreed to take the result. Two nodes may come
 * to different cuts; the step that puts one into the job record decides.
 */
final class Planner {
    private final Datasets datasets;
    private final VersionPins pins;
    private final DatasetTargets targets;
    private final JobCompiler compiler;
    private final JobLogics logics;
    private final LoadSources sources;
    private final JobSinks sinks;
    private final Flusher flusher;
    private final Membership membership;
    private final long maxShareRows;
    private final long splitBytes;

    Planner(
            Datasets datasets,
            VersionPins pins,
            DatasetTargets targets,
            JobCompiler compiler,
            JobLogics logics,
            LoadSources sources,
            JobSinks sinks,
            Flusher flusher,
            Membership membership,
            long maxShareRows,
            long splitBytes) {
        this.datasets = datasets;
        this.pins = pins;
        this.targets = targets;
        this.compiler = compiler;
        this.logics = logics;
        this.sources = sources;
        this.sinks = sinks;
        this.flusher = flusher;
        this.membership = membership;
        this.maxShareRows = maxShareRows;
        this.splitBytes = splitBytes;
    }

    /**
     * The cut of a SUBMITTED job, or the error that ends it.
     *
     * @param prepared told which sinks are about to be prepared, so that they can be told when the job will not run
     */
    Cut plan(JobRecord job, Consumer<List<JobSinks.Opener>> prepared) {
        LoadSpec load = job.spec().load();
        return load == null ? planQuery(job, prepared) : planLoad(job, load, prepared);
    }

    private void prepare(List<JobSinks.Opener> openers, Consumer<List<JobSinks.Opener>> prepared) {
        prepared.accept(openers);
        flusher.prepare(openers);
    }

    /** Whether nothing is left of the dataset that a query reads. */
    boolean readsLost(JobRecord job) {
        return !job.isLoad() && datasets.isLost(compiler.dataset(job.spec()));
    }

    /** What to say of a query whose dataset is lost. */
    GridmillException lost(JobRecord job) {
        return datasets.lost(compiler.dataset(job.spec()));
    }

    /** Whether a job was cut before all nodes stopped, so that the dataset version that it reads is gone. */
    boolean cutBeforeLoss(JobRecord job) {
        return job.cut() != null && !job.cut().life().equals(datasets.life());
    }

    private Cut planQuery(JobRecord job, Consumer<List<JobSinks.Opener>> prepared) {
        DatasetVersion version = datasets.get(compiler.dataset(job.spec()));
        PinnedVersion pinned = pins.open(version);
        pinned.refuseLost();
        Logic logic = logics.compile(job, version.schema());
        ResultSpec result = job.spec().result();
        String generation = result == null ? null : generation(job, result.name(), result.mode());
        prepare(sinks.of(job, logic.resultSchema(), generation), prepared);
        List<ShareWork> shares = sharesOf(pinned, firstShare(job));
        String finalNode = logic.hasFinalStep() ? finalNode(shares) : null;
        return new Cut(
                version.dataset(),
                version.version(),
                logic.resultSchema(),
                shares,
                finalNode,
                finalNode != null && shares.size() == 1 && logic.finishesWhole(),
                null,
                List.of(),
                version.rows(),
                0,
                generation,
                datasets.life());
    }

    private String finalNode(List<ShareWork> shares) {
        return shares.isEmpty() ? membership.self() : shares.get(0).node();
    }

    /** A job that is cut again has other shares: those of the cut before are in the ledger, and may still be heard of. */
    private static int firstShare(JobRecord job) {
        return job.cut() == null
                ? 0
                : job.cut().shares().stream()
                        .mapToInt(share -> Integer.parseInt(share.share()) + 1)
                        .max()
                        .orElse(0);
    }

    /** One share a node, or several where its partitions hold more rows than a share may. */
    private List<ShareWork> sharesOf(PinnedVersion pinned, int first) {
        List<ShareWork> shares = new ArrayList<>();
        byPrimary(pinned, pinned.filledPartitions()).forEach((node, partitions) -> {
            List<Integer> some = new ArrayList<>();
            long rows = 0;
            for (int partition : partitions) {
                long more = pinned.rows(List.of(partition));
                if (!some.isEmpty() && rows + more > maxShareRows) {
                    shares.add(root(first + shares.size(), node, some, List.of(), rows, 0));
                    some = new ArrayList<>();
                    rows = 0;
                }
                some.add(partition);
                rows += more;
            }
            shares.add(root(first + shares.size(), node, some, List.of(), rows, 0));
        });
        return shares;
    }

    private static Map<String, List<Integer>> byPrimary(PinnedVersion pinned, List<Integer> partitions) {
        Map<String, List<Integer>> byNode = new TreeMap<>();
        for (int partition : partitions) {
            byNode.computeIfAbsent(pinned.holders(partition).get(0), node -> new ArrayList<>())
                    .add(partition);
        }
        return byNode;
    }

    private static ShareWork root(
            int number, String node, List<Integer> partitions, List<Integer> splits, long rows, long bytes) {
        return new ShareWork(Integer.toString(number), node, partitions, splits, rows, bytes);
    }

    /** Where the job writes; refused when it would add rows to a dataset that has lost some. */
    private String generation(JobRecord job, String dataset, WriteMode mode) {
        DatasetVersion current = mode == WriteMode.APPEND ? datasets.find(dataset) : null;
        if (current != null) {
            pins.open(current).refuseLost();
        }
        return targets.generation(job.id(), dataset, mode);
    }

    private Cut planLoad(JobRecord job, LoadSpec load, Consumer<List<JobSinks.Opener>> prepared) {
        LoadSources.Opened source = sources.open(job.id(), load);
        TableSchema schema = source.schema();
        Set<Integer> partitionBy = new HashSet<>();
        for (String column : load.partitionBy()) {
            if (schema.indexOf(column) < 0) {
                throw GridmillException.user("partition-by column '" + column
                        + "' must be a column of the source, which has (" + schema + ")");
            }
            if (!partitionBy.add(schema.indexOf(column))) {
                throw GridmillException.user("partition-by columns must differ, got '" + column + "' twice [dataset="
                        + load.dataset() + "]");
            }
        }
        String generation = generation(job, load.dataset(), load.mode());
        prepare(sinks.of(job, schema, generation), prepared);
        List<Split> splits = source.splits(load.partitionBy().isEmpty() ? splitBytes : splitBytes * 4);
        List<String> nodes = membership.names();
        List<ShareWork> shares = new ArrayList<>();
        for (int from = 0; from < splits.size(); from += source.splitsPerShare()) {
            int to = Math.min(splits.size(), from + source.splitsPerShare());
            List<Integer> group = IntStream.range(from, to).boxed().toList();
            String node = nodes.get(shares.size() % nodes.size());
            shares.add(root(shares.size(), node, List.of(), group, 0, bytes(splits.subList(from, to))));
        }
        return new Cut(
                null,
                0,
                schema,
                shares,
                null,
                false,
                source.spec(),
                splits,
                -1,
                bytes(splits),
                generation,
                datasets.life());
    }

    private static long bytes(List<Split> splits) {
        return splits.stream().mapToLong(Split::length).sum();
    }

    /** The children of a share whose node is gone, by where its partitions live now. */
    List<ShareWork> childrenOf(JobRecord job, ShareWork parent) {
        List<String> nodes = membership.names();
        Cut cut = job.cut();
        List<ShareWork> children = new ArrayList<>();
        if (parent.isFinal() || cut == null) {
            children.add(child(parent, 0, nodes.get(0), List.of(), List.of(), 0, 0));
        } else if (job.isLoad()) {
            for (int split : parent.splits()) {
                String node = nodes.get(split % nodes.size());
                children.add(child(
                        parent,
                        children.size(),
                        node,
                        List.of(),
                        List.of(split),
                        0,
                        cut.splits().get(split).length()));
            }
        } else {
            PinnedVersion pinned = pins.of(job);
            pinned.refuseLost();
            byPrimary(pinned, parent.partitions())
                    .forEach((node, partitions) -> children.add(
                            child(parent, children.size(), node, partitions, List.of(), pinned.rows(partitions), 0)));
        }
        return children;
    }

    private static ShareWork child(
            ShareWork parent,
            int number,
            String node,
            List<Integer> partitions,
            List<Integer> splits,
            long rows,
            long bytes) {
        return new ShareWork(parent.share() + "." + number, node, partitions, splits, rows, bytes);
    }

    /** Another node that can try a share that threw, if possible one that holds its partitions; the same one when there is no other. */
    String nextHolder(JobRecord job, ShareWork work, List<String> failedOn) {
        List<String> candidates = new ArrayList<>();
        if (!job.isLoad() && !work.isFinal()) {
            PinnedVersion pinned = pins.of(job);
            work.partitions().forEach(partition -> candidates.addAll(pinned.holders(partition)));
        }
        candidates.addAll(membership.names());
        candidates.removeIf(node -> node.equals(work.node()) || !membership.isAlive(node));
        return candidates.stream()
                .filter(node -> !failedOn.contains(node))
                .findFirst()
                .orElse(candidates.isEmpty() ? work.node() : candidates.get(0));
    }
}
