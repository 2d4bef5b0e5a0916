package io.gridmill.compute.run;

import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Slot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lanes gather groups; they are merged, and written as partials or given to the final step. */
final class AggregateRun implements LeafRun {
    private final ScanPlan scan;
    private final AggregatePlan plan;
    private final ShareOutput share;
    private final Framing framing;
    private final List<AggregateLane> lanes = new ArrayList<>();

    AggregateRun(ScanPlan scan, AggregatePlan plan, ShareOutput share, Framing framing) {
        this.scan = scan;
        this.plan = plan;
        this.share = share;
        this.framing = framing;
    }

    @Override
    public ScanLane openLane() {
        AggregateLane lane = new AggregateLane(scan, plan, share.context().cancel(), share.budget());
        lanes.add(lane);
        return lane;
    }

    @Override
    public void finish() {
        Slot[] partial = partialSlots();
        List<Groups> merged = merged(partial);
        try (BatchWriter writer = share.writer()) {
            for (int g = 0; g < merged.size(); g++) {
                write(g, merged.get(g), partial, writer);
            }
            writer.finish();
        }
    }

    @Override
    public void finishWhole(FinalStep last, int leaf) {
        last.endWithGroups(leaf, merged(lanes.size() == 1 ? new Slot[0] : partialSlots()));
    }

    private Slot[] partialSlots() {
        return plan.partialTypes().stream()
                .map(type -> new Slot(Repr.of(type), Block.ROWS))
                .toArray(Slot[]::new);
    }

    /** Those of the first lane, with what the others gathered. */
    private List<Groups> merged(Slot[] partial) {
        lanes.forEach(lane -> lane.groupings.forEach(LaneGroups::settle));
        List<Groups> merged =
                lanes.get(0).groupings.stream().map(grouping -> grouping.groups).toList();
        int[] found = new int[Block.ROWS];
        for (AggregateLane lane : lanes.subList(1, lanes.size())) {
            for (int g = 0; g < merged.size(); g++) {
                Groups from = lane.groupings.get(g).groups;
                for (int first = 0; first < from.size(); first += Block.ROWS) {
                    share.context().cancel().check();
                    int count = Math.min(Block.ROWS, from.size() - first);
                    from.storePartial(first, count, partial);
                    merged.get(g).merge(partial, count, found);
                }
            }
        }
        return merged;
    }

    private void write(int grouping, Groups groups, Slot[] partial, BatchWriter writer) {
        @Nullable Slot[] own = new @Nullable Slot[partial.length];
        for (int c = 0; c < own.length; c++) {
            own[c] = groups.writes(c) ? partial[c] : null;
        }
        @Nullable Slot[] frame = framing.of(grouping, own);
        for (int first = 0; first < groups.size(); first += Block.ROWS) {
            share.context().cancel().check();
            int count = Math.min(Block.ROWS, groups.size() - first);
            groups.storePartial(first, count, partial);
            writer.append(frame, null, 0, count);
        }
    }

    @Override
    public void close() {
        lanes.clear();
    }
}
