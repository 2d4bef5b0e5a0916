package io.gridmill.node.config;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A node's own folder on this machine, held while the process lives: {@code <data-dir>/slot-1}, {@code slot-2}, …
 *
 * <p>A second node with the same file takes the next free slot. A slot keeps its {@code identity} (the node's lasting name) over
 * restarts, and counts its starts in {@code incarnation}.
 */
public final class NodeSlot implements AutoCloseable {
    private static final int MAX_SLOTS = 1_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;
    private final FolderLock lock;
    private final String name;
    private final String incarnation;

    private NodeSlot(Path folder, FolderLock lock, String name, String incarnation) {
        this.folder = folder;
        this.lock = lock;
        this.name = name;
        this.incarnation = incarnation;
    }

    /**
     * Takes the first free slot and begins a new incarnation in it.
     *
     * @throws GridmillException USER when the data folder cannot be made or written; RESOURCE when no slot is free
     */
    public static NodeSlot take(PlaceConfig place) {
        Path dataDir = place.dataDir();
        try {
            for (int number = 1; number <= MAX_SLOTS; number++) {
                Path folder = Files.createDirectories(dataDir.resolve("slot-" + number));
                FolderLock lock = FolderLock.tryTake(folder);
                if (lock != null) {
                    return begin(folder, lock, number, place.name());
                }
            }
        } catch (IOException e) {
            throw new GridmillException(
                    ErrorCode.USER,
                    "the data folder must be writable: " + e + " [" + Settings.NODE_DATA_DIR.key() + "=" + dataDir
                            + "]",
                    e);
        }
        throw GridmillException.resource("at most " + MAX_SLOTS + " nodes can share a data folder, got one more ["
                + Settings.NODE_DATA_DIR.key() + "=" + dataDir + "]");
    }

    /** The slot's folder, absolute. Everything in it is this node's. */
    public Path folder() {
        return folder;
    }

    /** The node's lasting name: letters, digits and '_', the same after every restart. */
    public String name() {
        return name;
    }

    /** Which start of the node this is: letters and digits, never used before; later ones sort after earlier ones. */
    public String incarnation() {
        return incarnation;
    }

    /** Where this node's journal lies: in the slot, or under {@code journal.dir} in a folder of the node's name. */
    public Path journalDir(JournalConfig journal) {
        return journal.dir() == null ? folder.resolve("journal") : journal.dir().resolve(name);
    }

    /** Gives the slot free for another process. Files stay. */
    @Override
    public void close() {
        lock.close();
    }

    private static NodeSlot begin(Path folder, FolderLock lock, int number, @Nullable String configured)
            throws IOException {
        try {
            String name = name(folder.resolve("identity"), number, configured);
            return new NodeSlot(folder, lock, name, nextIncarnation(folder.resolve("incarnation")));
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** A configured name holds for the first slot and, with the slot's number behind it, for others on this machine. */
    private static String name(Path file, int number, @Nullable String configured) throws IOException {
        String kept = Files.exists(file) ? Files.readString(file).strip() : null;
        String name;
        if (configured != null) {
            name = number == 1 ? configured : configured + "_" + number;
        } else if (kept != null) {
            name = kept;
        } else {
            name = "n" + number + "_" + random(3);
        }
        ValueType<String> type = ValueType.name(false);
        if (!type.accepts(name)) {
            throw GridmillException.user(
                    "a node's name must be " + type.rule() + ", got '" + name + "' [" + file + "]");
        }
        if (!name.equals(kept)) {
            replace(file, name);
        }
        return name;
    }

    private static String nextIncarnation(Path file) throws IOException {
        long starts = 0;
        if (Files.exists(file)) {
            String text = Files.readString(file).strip();
            try {
                starts = Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new GridmillException(
                        ErrorCode.USER,
                        "the count of a node's starts must be a whole number, got '" + text + "' [" + file
                                + "]; write a number there that is larger than any before",
                        e);
            }
        }
        replace(file, Long.toString(starts + 1));
        String count = Long.toString(starts + 1, 36);
        return "0".repeat(Math.max(0, 5 - count.length())) + count.toLowerCase(Locale.ROOT) + random(2);
    }

    /** Whole or not at all, also when the power goes. */
    private static void replace(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(StandardCharsets.UTF_8.encode(text + "\n"));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
