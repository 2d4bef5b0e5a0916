package io.gridmill.node;

import io.gridmill.node.chunk.HotStore;
import io.gridmill.node.drive.NodeDrive;
import io.gridmill.node.grid.PartitionCopies;
import io.gridmill.node.journal.Journal;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.apache.arrow.memory.BufferAllocator;

/** The node's own metrics. */
final class NodeMeters {
    private NodeMeters() {}

    static void bind(MeterRegistry metrics, NodeDrive.Parts parts, NodeDrive drive, BufferAllocator allocator) {
        HotStore hotStore = parts.hotStore();
        Journal journal = parts.journal();
        gauge(
                metrics,
                "gridmill.nodes",
                "nodes in the grid",
                () -> parts.membership().names().size());
        gauge(
                metrics,
                "gridmill.shares.running",
                "attempts that run on this node",
                () -> drive.running().size());
        PartitionCopies copies = new PartitionCopies(parts.caches());
        gauge(
                metrics,
                "gridmill.partitions.moving",
                "copies of partitions that this node is still fetching; 0 on all nodes: one may leave",
                copies::moving);
        gauge(metrics, "gridmill.shares.waiting", "shares that wait on this node", drive::waiting);
        gauge(metrics, "gridmill.arrow.bytes", "Arrow memory in use", allocator::getAllocatedMemory);
        gauge(metrics, "gridmill.hotstore.bytes", "decoded columns kept", hotStore::sizeBytes);
        gauge(metrics, "gridmill.hotstore.pinned.bytes", "of these, in use now", hotStore::pinnedBytes);
        gauge(metrics, "gridmill.journal.bytes", "the journal's files", journal::sizeBytes);
        counter(metrics, "gridmill.hotstore.hits", "columns found decoded", hotStore, HotStore::hits);
        counter(metrics, "gridmill.hotstore.misses", "columns decoded", hotStore, HotStore::misses);
        counter(metrics, "gridmill.hotstore.evictions", "columns let go", hotStore, HotStore::evictions);
        counter(metrics, "gridmill.shares.committed", "attempts that this node committed", drive, NodeDrive::committed);
        counter(metrics, "gridmill.shares.failed", "attempts that threw on this node", drive, NodeDrive::failed);
        counter(metrics, "gridmill.rows.read", "rows that attempts on this node have read", drive, NodeDrive::rowsRead);
    }

    private static void gauge(MeterRegistry metrics, String name, String help, Supplier<Number> value) {
        Gauge.builder(name, value).description(help).register(metrics);
    }

    private static <T> void counter(
            MeterRegistry metrics, String name, String help, T subject, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, subject, value).description(help).register(metrics);
    }
}
