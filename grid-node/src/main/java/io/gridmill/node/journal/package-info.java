/**
 * The node's journal: results that are synced here before anybody else sees them.
 *
 * <p>{@link io.gridmill.node.journal.Journal} is the role, {@link io.gridmill.node.journal.ChronicleJournal} keeps it on Chronicle
 * Queue, one queue folder a process incarnation; older ones are only read. This is the only package that knows {@code net.openhft}.
 * It knows attempts and bytes, and nothing of the ledger: whoever replays {@link io.gridmill.node.journal.Journal#seals} asks the
 * ledger what each is worth.
 */
@NullMarked
package io.gridmill.node.journal;

import org.jspecify.annotations.NullMarked;
