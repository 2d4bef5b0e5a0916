package io.gridmill.node.run;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.LoadSpec;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.source.RejectHandler;
import io.gridmill.core.source.Source;
import io.gridmill.core.source.SourceFormat;
import io.gridmill.core.source.SourceSpec;
import io.gridmill.core.source.Split;
import io.gridmill.core.source.SplitReader;
import io.gridmill.loaders.csv.LocalBlocks;
import io.gridmill.node.ledger.Cut;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;

/** Opens what a load reads: files that this node sees, or blocks that the client has put into the grid. Thread-safe. */
public final class LoadSources {
    private final String node;
    private final BlockStore blocks;
    private final Map<String, SourceFormat> formats = new TreeMap<>();

    public LoadSources(String node, BlockStore blocks) {
        this.node = node;
        this.blocks = blocks;
        ServiceLoader.load(SourceFormat.class).forEach(format -> formats.put(format.name(), format));
    }

    /** A load's source. */
    public interface Opened {
        TableSchema schema();

        /** The load's source with all that was found in its files. */
        SourceSpec spec();

        List<Split> splits(long targetBytes);

        /** How many splits a share reads, one after the other. */
        default int splitsPerShare() {
            return 1;
        }

        SplitReader open(int split, BufferAllocator allocator, RejectHandler rejects);
    }

    /** Opens a source to plan its load. */
    public Opened open(String jobId, LoadSpec load) {
        return open(jobId, load, load.source(), List.of());
    }

    /** Opens a source whose load has been cut: how it is read, and its splits, are the cut's. */
    Opened reopen(String jobId, LoadSpec load, Cut cut) {
        SourceSpec decided = cut.source();
        return open(jobId, load, decided == null ? load.source() : decided, cut.splits());
    }

    private Opened open(String jobId, LoadSpec load, SourceSpec spec, List<Split> splits) {
        if (load.blocks() > 0) {
            return new Blocks(blocks, jobId, load, LocalBlocks.of(spec));
        }
        SourceFormat format = formats.get(spec.format());
        if (format == null) {
            throw GridmillException.user(
                    "unknown format '" + spec.format() + "'; there are " + String.join(", ", formats.keySet()));
        }
        try {
            return new Files(format.open(spec), splits);
        } catch (GridmillException e) {
            throw new GridmillException(e.code(), e.getMessage() + " [node=" + node + "]", e);
        }
    }

    private record Files(Source source, List<Split> cut) implements Opened {
        @Override
        public TableSchema schema() {
            return source.schema();
        }

        @Override
        public SourceSpec spec() {
            return source.spec();
        }

        @Override
        public List<Split> splits(long targetBytes) {
            return source.splits(targetBytes);
        }

        @Override
        public SplitReader open(int split, BufferAllocator allocator, RejectHandler rejects) {
            return source.open(cut.get(split), allocator, rejects);
        }
    }

    /** Blocks that the client has put; each is a split. */
    private record Blocks(BlockStore store, String jobId, LoadSpec load, LocalBlocks local) implements Opened {
        /** Blocks are smaller than splits of files, and a share should be worth its steps. */
        private static final int BLOCKS_PER_SHARE = 8;

        @Override
        public TableSchema schema() {
            return local.schema();
        }

        @Override
        public SourceSpec spec() {
            return load.source();
        }

        @Override
        public List<Split> splits(long targetBytes) {
            List<Split> splits = new ArrayList<>();
            for (int block = 0; block < load.blocks(); block++) {
                splits.add(new Split(String.valueOf(load.blockFile()), block, 0, 0, 0));
            }
            return splits;
        }

        @Override
        public int splitsPerShare() {
            return BLOCKS_PER_SHARE;
        }

        @Override
        public SplitReader open(int split, BufferAllocator allocator, RejectHandler rejects) {
            return local.open(store.get(jobId, split), allocator, rejects);
        }
    }
}
