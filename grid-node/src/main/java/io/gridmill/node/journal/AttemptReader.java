package io.gridmill.node.journal;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.node.journal.RecordFormat.DamagedRecordException;
import io.gridmill.node.journal.RecordFormat.Parsed;
import java.io.ByteArrayOutputStream;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/** Gives the batches of one sealed attempt, one at a call. Belongs to the reader thread. */
final class AttemptReader implements AutoCloseable {
    private final Held held;
    private final ExcerptTailer tailer;
    private int next;

    AttemptReader(Held held) {
        this.held = held;
        this.tailer = held.folder().tailer();
        if (!tailer.moveToIndex(held.firstIndex())) {
            tailer.close();
            throw damaged("its first record is gone", null);
        }
    }

    /** The next batch, or null after the last. */
    byte @Nullable [] next() {
        ByteArrayOutputStream pieces = null;
        while (true) {
            Parsed record = record();
            if (record.kind() == RecordFormat.SEAL) {
                return null;
            }
            if (pieces == null && record.lastPiece()) {
                return record.payload();
            }
            if (pieces == null) {
                pieces = new ByteArrayOutputStream(2 * record.payload().length);
            }
            pieces.writeBytes(record.payload());
            if (record.lastPiece()) {
                return pieces.toByteArray();
            }
        }
    }

    private Parsed record() {
        try (DocumentContext document = tailer.readingDocument()) {
            if (!document.isPresent()) {
                throw damaged("record " + next + " of " + held.records() + " is gone", null);
            }
            Parsed parsed = RecordFormat.parse(Replay.copy(document.wire().bytes()));
            if (parsed.ordinal() != held.ordinal() || parsed.sequence() != next) {
                throw damaged(
                        "record " + next + " of append " + held.ordinal() + " is expected, got record "
                                + parsed.sequence() + " of append " + parsed.ordinal(),
                        null);
            }
            next++;
            return parsed;
        } catch (DamagedRecordException e) {
            throw damaged(e.getMessage(), e);
        }
    }

    private GridmillException damaged(@Nullable String what, @Nullable Throwable cause) {
        return new GridmillException(
                ErrorCode.INTERNAL,
                "a sealed result in the journal is damaged: " + what + " [attempt="
                        + held.seal().attempt().token() + ", file="
                        + held.folder().file(held.cycle()) + "]",
                cause);
    }

    @Override
    public void close() {
        tailer.close();
    }
}
