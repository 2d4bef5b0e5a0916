package io.gridmill.node.journal;

import io.gridmill.core.error.GridmillException;
import io.gridmill.node.config.Sizes;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the journal stops and where it begins a new file.
 *
 * @param minFreeBytes what an append must leave free on the disk
 * @param rollBytes a file with as many bytes of records takes no further group
 */
record Limits(long minFreeBytes, long rollBytes) {
    /** A RESOURCE error when so many more bytes would leave too little, else null. */
    @Nullable
    GridmillException refusal(Disk disk, Path folder, long bytes) throws IOException {
        long free = disk.freeBytes(folder);
        if (free - bytes >= minFreeBytes) {
            return null;
        }
        return GridmillException.resource("the journal must leave journal.min-free=" + Sizes.format(minFreeBytes)
                + " of its disk free, got " + Sizes.format(free) + " free before writing " + Sizes.format(bytes)
                + " [folder=" + folder
                + "]");
    }
}
