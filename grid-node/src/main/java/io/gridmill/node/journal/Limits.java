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
 * @param quotaBytes what the results that are held may take
 * @param rollBytes a file with as many bytes of records takes no further group
 */
record Limits(long minFreeBytes, long quotaBytes, long rollBytes) {
    /**
     * A RESOURCE error when so many more bytes would be too many, else null.
     *
     * @param bytes of results
     * @param bytesOnDisk by which files may grow for these
     */
    @Nullable
    GridmillException refusal(Disk disk, Path folder, long heldBytes, long bytes, long bytesOnDisk) throws IOException {
        if (heldBytes + bytes > quotaBytes) {
            return GridmillException.resource(
                    "results that wait in the journal for their sinks must take at most journal.quota="
                            + Sizes.format(quotaBytes) + ", got " + Sizes.format(heldBytes) + " before writing "
                            + Sizes.format(bytes) + " [folder=" + folder + "]");
        }
        return refusalByDisk(disk, folder, bytesOnDisk);
    }

    /** A RESOURCE error when the disk has no room for so many more bytes, else null. */
    @Nullable
    GridmillException refusalByDisk(Disk disk, Path folder, long bytes) throws IOException {
        long free = disk.freeBytes(folder);
        if (free - bytes >= minFreeBytes) {
            return null;
        }
        return GridmillException.resource("the journal must leave journal.min-free=" + Sizes.format(minFreeBytes)
                + " of its disk free, got " + Sizes.format(free) + " free before writing " + Sizes.format(bytes)
                + " [folder=" + folder
                + "]");
    }

    /** How much room there is; below {@code 4/3} of the least free space, or above {@code 3/4} of the quota, it is little. */
    Journal.Room room(Disk disk, Path folder, long heldBytes) throws IOException {
        if (refusal(disk, folder, heldBytes, 1, 1) != null) {
            return Journal.Room.NONE;
        }
        boolean little = heldBytes > quotaBytes / 4 * 3 || disk.freeBytes(folder) < minFreeBytes + minFreeBytes / 3;
        return little ? Journal.Room.LITTLE : Journal.Room.ENOUGH;
    }
}
