package io.gridmill.node.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How committed results are kept until they are staged.
 *
 * @param mode what an acknowledged append survives
 * @param dir folder of journals, one sub-folder a slot, absolute; null for a folder of the slot, see {@link NodeSlot#journalDir}
 * @param minFreeBytes appends are refused when they would leave less free space on the file system
 * @param quotaBytes of results that may wait for their sinks
 * @param takeover how long the only holder of a needed result may be away before the share is run again
 */
public record JournalConfig(Mode mode, @Nullable Path dir, long minFreeBytes, long quotaBytes, Duration takeover) {
    /** What an acknowledged append survives. */
    public enum Mode {
        /** Loss of power, as far as the disk is honest. */
        FSYNC,
        /** The process being killed, but not the machine. */
        OS
    }
}
