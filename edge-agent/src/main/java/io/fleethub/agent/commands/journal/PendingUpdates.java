package io.fleethub.agent.commands.journal;

import io.fleethub.agent.broker.PublishOutcome;
import io.fleethub.agent.scheduling.AgentThread;
import io.fleethub.agent.storage.AgentDatabase;
import io.fleethub.agent.storage.StorageException;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.codec.UnreadableMessageException;
import io.fleethub.schemas.message.CommandUpdate;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the updates that wait in the database, oldest first and a few at a time; forgets each when the broker has
 * acknowledged it.
 *
 * <p>All sending happens on the thread of {@code timer}, which owns the state; {@link #wake} may be called from any.
 */
public final class PendingUpdates {

    private static final Logger LOG = LoggerFactory.getLogger(PendingUpdates.class);
    private static final int WINDOW = 4;
    private static final int MOST_REFUSALS = 5;

    private final AgentDatabase database;
    private final PendingTable table;
    private final MessageCodec codec;
    private final UpdateSender sender;
    private final AgentThread timer;
    private final Duration retryPause;

    private final Set<Long> inFlight = new HashSet<>();
    private final Map<Long, Integer> refusals = new HashMap<>();

    /** Told, and still on a disk that does not even take a deletion. */
    private final Set<Long> told = new HashSet<>();

    private boolean retryPlanned;
    private boolean paused;

    public PendingUpdates(
            AgentDatabase database, MessageCodec codec, UpdateSender sender, AgentThread timer, Duration retryPause) {
        this.database = database;
        this.table = new PendingTable(codec);
        this.codec = codec;
        this.sender = sender;
        this.timer = timer;
        this.retryPause = retryPause;
    }

    /** There is something new, or a new connection: send what waits. */
    public void wake() {
        timer.execute(() -> {
            paused = false;
            sendWaiting();
        });
    }

    private void sendWaiting() {
        if (paused || inFlight.size() >= WINDOW) {
            return;
        }
        try {
            int most = 2 * WINDOW + told.size();
            for (PendingTable.Row row : database.read(connection -> table.after(connection, 0, most))) {
                if (inFlight.size() < WINDOW && !inFlight.contains(row.id())) {
                    if (told.contains(row.id())) {
                        forget(row.id());
                    } else {
                        send(row);
                    }
                }
            }
        } catch (StorageException e) {
            LOG.warn("event=update.unread reason=\"{}\"", e.getMessage());
            planRetry();
        }
    }

    private void send(PendingTable.Row row) {
        CommandUpdate update;
        try {
            update = codec.decode(CommandUpdate.class, row.payload());
        } catch (UnreadableMessageException e) {
            LOG.error("event=update.dropped reason=\"{}\"", e.getMessage());
            forget(row.id());
            return;
        }
        inFlight.add(row.id());
        timer.when(
                sender.send(update),
                outcome -> told(row.id(), update, outcome),
                failure -> told(row.id(), update, new PublishOutcome.Unknown(String.valueOf(failure.getMessage()))));
    }

    private void told(long id, CommandUpdate update, PublishOutcome outcome) {
        if (outcome instanceof PublishOutcome.Accepted) {
            forget(id);
            return;
        }
        inFlight.remove(id);
        if (outcome instanceof PublishOutcome.Refused refused
                && !refused.onlyForNow()
                && refusals.merge(id, 1, Integer::sum) >= MOST_REFUSALS) {
            // It must not keep the others waiting for ever; the journal answers when the hub asks again.
            LOG.error("event=update.refused commandId={} code={}", update.commandId(), refused.code());
            forget(id);
            return;
        }
        // Nothing else is tried before the pause is over or a connection is made: it would fare alike.
        paused = true;
        planRetry();
    }

    /**
     * Says something that the disk does not take: to the broker or, after some attempts, to nobody. Any thread.
     */
    public void sayUnrecorded(CommandUpdate update) {
        timer.execute(() -> sayUnrecorded(update, MOST_REFUSALS));
    }

    private void sayUnrecorded(CommandUpdate update, int attempts) {
        if (attempts == 0) {
            LOG.warn("event=update.unrecorded_lost commandId={} status={}", update.commandId(), update.status());
            return;
        }
        timer.when(
                sender.send(update),
                outcome -> {
                    if (!(outcome instanceof PublishOutcome.Accepted)) {
                        timer.after(retryPause, () -> sayUnrecorded(update, attempts - 1));
                    }
                },
                failure -> timer.after(retryPause, () -> sayUnrecorded(update, attempts - 1)));
    }

    private void forget(long id) {
        inFlight.add(id);
        refusals.remove(id);
        timer.when(
                database.write(connection -> table.delete(connection, id)),
                deleted -> {
                    told.remove(id);
                    inFlight.remove(id);
                    sendWaiting();
                },
                failure -> {
                    LOG.warn("event=update.not_forgotten reason=\"{}\"", failure.getMessage());
                    told.add(id);
                    inFlight.remove(id);
                    planRetry();
                });
    }

    private void planRetry() {
        if (retryPlanned) {
            return;
        }
        retryPlanned = true;
        timer.after(retryPause, this::retry);
    }

    private void retry() {
        retryPlanned = false;
        paused = false;
        sendWaiting();
    }
}
