package io.gridmill.node.journal;

import io.gridmill.node.journal.RecordFormat.DamagedRecordException;
import io.gridmill.node.journal.RecordFormat.Parsed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what is sealed in an old incarnation's folder. Every record is read and its checksum compared. An attempt without seal, or with a
 * damaged record, is dropped; whatever is whole before and after it is kept.
 */
final class Replay {
    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);
    private static final int SCAN_BYTES = 8 << 20;

    private final QueueFolder folder;
    private final Consumer<Held> sealed;
    private final Consumer<String> damage;
    private final Set<Long> sealedOrdinals = new HashSet<>();

    private long ordinal;
    private long firstIndex;
    private int records;
    private int batches;
    private long bytes;
    private boolean whole;

    /** @param damage gets a sentence for everything that was found broken */
    Replay(QueueFolder folder, Consumer<Held> sealed, Consumer<String> damage) {
        this.folder = folder;
        this.sealed = sealed;
        this.damage = damage;
    }

    void run() throws IOException {
        for (int cycle : folder.cycles()) {
            if (!readCycle(cycle)) {
                reportUnreachable(folder.file(cycle));
            }
        }
    }

    /** @return whether the file was read up to the mark that Chronicle sets when it goes on to the next one */
    private boolean readCycle(int cycle) {
        Path file = folder.file(cycle);
        try (ExcerptTailer tailer = folder.tailer()) {
            whole = false;
            if (!tailer.moveToCycle(cycle)) {
                damage.accept("nothing can be read in " + file);
                return false;
            }
            while (true) {
                try (DocumentContext document = tailer.readingDocument()) {
                    if (!document.isPresent()) {
                        return false;
                    }
                    if (QueueFolder.cycleOf(document.index()) != cycle) {
                        return true;
                    }
                    take(document.index(), document.wire().bytes(), file);
                }
            }
        } catch (Exception | AssertionError | InternalError e) {
            // Chronicle trusts its files: a flipped bit in its own structures shows as any of these, undeclared
            // exceptions included.
            damage.accept("the rest cannot be read of " + file + ": " + firstLine(e));
            return false;
        }
    }

    private void take(long index, Bytes<?> document, Path file) {
        Parsed parsed;
        try {
            parsed = RecordFormat.parse(copy(document));
        } catch (DamagedRecordException e) {
            damage.accept(e.getMessage() + " [" + file + ", index " + Long.toHexString(index) + "]");
            whole = false;
            return;
        }
        if (parsed.sequence() == 0) {
            ordinal = parsed.ordinal();
            firstIndex = index;
            records = 0;
            batches = 0;
            bytes = 0;
            whole = true;
        }
        whole &= parsed.ordinal() == ordinal && parsed.sequence() == records;
        records++;
        bytes += RecordFormat.HEADER_BYTES + parsed.payload().length;
        if (parsed.kind() == RecordFormat.BATCH) {
            batches += parsed.lastPiece() ? 1 : 0;
        } else {
            seal(parsed, file);
        }
    }

    private void seal(Parsed parsed, Path file) {
        sealedOrdinals.add(parsed.ordinal());
        try {
            SealRecord seal = RecordFormat.decodeSeal(parsed.payload());
            if (whole && seal.batches() == batches) {
                sealed.accept(new Held(seal, folder, firstIndex, ordinal, records, bytes));
            } else {
                damage.accept("a sealed attempt is dropped because a record of it is damaged: "
                        + seal.attempt().token() + " [" + file + "]");
            }
        } catch (DamagedRecordException e) {
            damage.accept(e.getMessage() + " [" + file + "]");
        }
    }

    /** Chronicle's messages can hold dumps of files. */
    static String firstLine(Throwable e) {
        return e.toString().lines().findFirst().orElse("");
    }

    static ByteBuffer copy(Bytes<?> document) {
        int length = (int)
                Math.min(document.readRemaining(), RecordFormat.HEADER_BYTES + RecordFormat.MAX_PAYLOAD_BYTES + 8L);
        byte[] bytes = new byte[length];
        document.read(bytes);
        return ByteBuffer.wrap(bytes);
    }

    /**
     * A torn tail ends a file, and so does a broken length in Chronicle's own structure. A whole seal behind the end tells the two
     * apart: it was written, perhaps acknowledged, and cannot be reached.
     */
    private void reportUnreachable(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            // Windows overlap by more than a seal, so none is cut in two.
            int overlap = 1 << 18;
            ByteBuffer window = ByteBuffer.allocate(SCAN_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (long from = 0; from < channel.size(); from += SCAN_BYTES - overlap) {
                window.clear();
                int read;
                do {
                    read = channel.read(window, from + window.position());
                } while (read > 0 && window.hasRemaining());
                window.flip();
                for (int at = 0; at + RecordFormat.HEADER_BYTES <= window.limit(); at += 4) {
                    if (window.getInt(at) == RecordFormat.MAGIC && window.get(at + 5) == RecordFormat.SEAL) {
                        reportIfUnread(window, at, file);
                    }
                }
            }
        }
    }

    private void reportIfUnread(ByteBuffer window, int at, Path file) {
        try {
            Parsed parsed = RecordFormat.parse(window.slice(at, window.limit() - at));
            if (sealedOrdinals.add(parsed.ordinal())) {
                damage.accept(
                        "a sealed attempt is in the file and cannot be reached, and was perhaps never acknowledged: "
                                + RecordFormat.decodeSeal(parsed.payload())
                                        .attempt()
                                        .token() + " [" + file + "]");
            }
        } catch (DamagedRecordException e) {
            // Bytes of somebody's result that look like a seal, a seal that was torn, or one whose damage was reported
            // above.
            LOG.debug("no seal at byte {} of a window of {}: {}", at, file, e.getMessage());
        }
    }
}
