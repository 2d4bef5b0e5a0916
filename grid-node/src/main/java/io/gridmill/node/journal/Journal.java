package io.gridmill.node.journal;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.sink.AttemptId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Keeps sealed results of attempts until nobody needs them. All methods may be called from any thread, interrupted ones included.
 *
 * <p>An error while writing is final: {@link #healthy} becomes false, every further append fails, and the node is told to stop,
 * because nobody knows any more what is on the disk. What was acknowledged before stays readable.
 */
public interface Journal extends AutoCloseable {
    /**
     * Appends the batches and then the seal, whole or not at all. The arrays must not change until the future is done.
     *
     * <p>Blocks while the writer's queue is full; a caller that is interrupted meanwhile goes on waiting and stays interrupted.
     *
     * @param seal must name as many batches as are given
     * @return done when the seal is synced (in mode {@code os}: when the operating system has it). Fails with a RESOURCE error when the
     *     disk has too little space, and the journal stays healthy; with an INTERNAL error when the attempt is already sealed here
     *     (it stays healthy, too), or the journal has failed or is closed
     */
    CompletableFuture<Void> append(SealRecord seal, List<byte[]> batches);

    /** What is sealed and held, of this incarnation and of older ones, in the order in which it was appended. */
    List<SealRecord> seals();

    /**
     * Gives the attempt's batches in order.
     *
     * @throws GridmillException INTERNAL when no sealed result of the attempt is held here, or a record of it is damaged
     */
    void read(AttemptId attempt, Consumer<byte[]> batches);

    /**
     * Drops every seal that is not needed. Files are deleted when nothing in them is needed; the bytes of a dropped result in a
     * file that holds a needed one stay until then, and their seals show again after a restart.
     */
    void trim(Predicate<SealRecord> needed);

    /** How much more results the journal can take. */
    enum Room {
        /** New jobs may begin. */
        ENOUGH,
        /** What has begun may go on; what has not should wait. */
        LITTLE,
        /** An append would be refused. */
        NONE
    }

    Room room();

    /** Throws RESOURCE, saying which limit is reached, when there is {@link Room#NONE}. */
    void requireRoom();

    /** False once a write or sync has failed. */
    boolean healthy();

    /** Sizes of the journal's files; since they are sparse, they may take less on the disk. */
    long sizeBytes();

    /** Writes what was accepted, syncs and closes. Files stay. */
    @Override
    void close();
}
