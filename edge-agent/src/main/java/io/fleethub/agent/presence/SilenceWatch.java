package io.fleethub.agent.presence;

import io.fleethub.agent.broker.BrokerConnection;
import io.fleethub.schemas.message.HubSync;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Notices that the hub answers none of a session's statuses, though it is not known to be away: a subscription that the
 * broker lost, or a session that the hub takes for an old one. Then another session is tried. Confined to the scheduler's
 * thread.
 */
public final class SilenceWatch implements StatusListener {

    private static final int UNANSWERED = 5;

    private final BrokerConnection connection;
    private final HubWatch hub;
    private final DurableSessions sessions;
    private final Duration shortest;
    private final LongSupplier nanos;

    private long session = -1;
    private int unanswered;
    private long heardNanos;

    /** @param shortest how long the hub must have been silent at least */
    public SilenceWatch(
            BrokerConnection connection,
            HubWatch hub,
            DurableSessions sessions,
            Duration shortest,
            LongSupplier nanos) {
        this.connection = connection;
        this.hub = hub;
        this.sessions = sessions;
        this.shortest = shortest;
        this.nanos = nanos;
    }

    @Override
    public void published(long publishedIn, long n, long publishedNanos) {
        if (publishedIn != session || hub.away()) {
            session = publishedIn;
            unanswered = 0;
            heardNanos = nanos.getAsLong();
        }
        unanswered++;
        boolean longEnough = nanos.getAsLong() - heardNanos >= shortest.toNanos();
        if (unanswered > UNANSWERED && longEnough) {
            unanswered = 0;
            sessions.unheard();
            connection.renew("the hub answers no status of session " + session);
        }
    }

    /** The hub's word; on the scheduler's thread. */
    public void received(HubSync sync) {
        Long answered = sync.session();
        if (answered != null && answered == session) {
            unanswered = 0;
            heardNanos = nanos.getAsLong();
            sessions.heard();
        }
    }
}
