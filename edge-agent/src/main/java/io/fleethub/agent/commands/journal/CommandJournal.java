package io.fleethub.agent.commands.journal;

import io.fleethub.agent.storage.AgentDatabase;
import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.message.CommandUpdate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The agent's memory of commands: what was received, begun, ended, and what was said about it.
 *
 * <p>Every change is on disk, together with the update that tells it, when its method returns. Thread-safe by the
 * database, which does one thing at a time.
 */
public final class CommandJournal {

    private final AgentDatabase database;
    private final JournalTable entries;
    private final PendingTable pending;
    private final CancelTable canceled = new CancelTable();
    private final Clock clock;
    private final JournalLimits limits;
    private final Runnable newUpdate;
    private final Consumer<CommandUpdate> unrecorded;

    /**
     * @param newUpdate told when an update waits that did not before
     * @param unrecorded says what could not be written down
     */
    public CommandJournal(
            AgentDatabase database,
            MessageCodec codec,
            Clock clock,
            JournalLimits limits,
            Runnable newUpdate,
            Consumer<CommandUpdate> unrecorded) {
        this.database = database;
        this.entries = new JournalTable(codec);
        this.pending = new PendingTable(codec);
        this.clock = clock;
        this.limits = limits;
        this.newUpdate = newUpdate;
        this.unrecorded = unrecorded;
    }

    public Optional<JournalEntry> find(CommandKey key) {
        return database.read(connection -> entries.find(connection, key));
    }

    public Optional<JournalEntry> latestAttempt(CommandId id) {
        return database.read(connection -> entries.latestAttempt(connection, id));
    }

    public List<JournalEntry> begunAndNotEnded() {
        return database.read(entries::begunAndNotEnded);
    }

    /** Whether somebody took the command back before it came. */
    public boolean wasCanceled(CommandId id) {
        return database.read(connection -> canceled.holds(connection, id));
    }

    /** Whether a command of that age, if it ran here, may have been forgotten. */
    public boolean mayBeForgotten(Instant issuedAt) {
        return database.read(canceled::horizon)
                .map(horizon -> !issuedAt.isAfter(horizon))
                .orElse(false);
    }

    public void insert(JournalEntry entry) {
        change(connection -> {
            entries.insert(connection, entry, clock.instant());
            pending.add(connection, entry.lastUpdate());
        });
    }

    public void begin(CommandKey key, String bootId, long limitMillis, CommandUpdate update) {
        change(connection -> {
            entries.begin(connection, key, bootId, limitMillis, update);
            pending.add(connection, update);
        });
    }

    public void checkpoint(CommandKey key, String state) {
        change(connection -> entries.checkpoint(connection, key, state));
    }

    /** Records what is said about an open entry; a final update ends it. */
    public void tell(CommandKey key, CommandUpdate update) {
        change(connection -> {
            entries.tell(connection, key, update);
            pending.add(connection, update);
        });
    }

    /** Says something that the journal need not remember. */
    public void answer(CommandUpdate update) {
        change(connection -> pending.add(connection, update));
    }

    /** Says something although it cannot be written down; lost when the agent ends before the broker has it. */
    public void sayUnrecorded(CommandUpdate update) {
        unrecorded.accept(update);
    }

    public void cancelInAdvance(CommandId id, CommandUpdate answer) {
        change(connection -> {
            canceled.add(connection, id, clock.instant());
            pending.add(connection, answer);
        });
    }

    /** Forgets what is both older and further back than the limits say, and remembers how far that went. */
    public void prune() {
        Instant before = clock.instant().minus(limits.age());
        change(connection -> {
            Optional<Instant> youngest = entries.prune(connection, before, limits.entries());
            if (youngest.isPresent()) {
                canceled.raiseHorizon(connection, youngest.get());
            }
            canceled.prune(connection, before);
        });
    }

    private void change(Change change) {
        database.writeAndWait(connection -> {
            change.make(connection);
            return true;
        });
        newUpdate.run();
    }

    /** Work without an answer. */
    @FunctionalInterface
    private interface Change {
        void make(Connection connection) throws SQLException;
    }
}
