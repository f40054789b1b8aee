package dev.takt.own;

import dev.takt.core.pool.Command;
import dev.takt.record.TriggerRows.Firing;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One round of an owner: what the machine is to decide, and what of the record was used up by asking it.
 *
 * @param commands in the order in which they are applied
 * @param inboxRows inbox rows that these commands answer: deleted in the same transaction
 * @param unreadableRows inbox rows that cannot be read: set aside in the same transaction
 * @param firings triggers that fired: moved on in the same transaction
 * @param stocks what nodes say they hold, to be compared once the round is persisted
 */
record Round(
        List<Command> commands,
        List<UUID> inboxRows,
        List<UUID> unreadableRows,
        List<Firing> firings,
        List<Request.Stock> stocks) {
    Round() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    boolean changesRecord() {
        return !inboxRows.isEmpty() || !unreadableRows.isEmpty() || !firings.isEmpty();
    }
}
