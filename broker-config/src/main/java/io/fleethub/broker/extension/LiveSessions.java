package io.fleethub.broker.extension;

import io.fleethub.broker.credentials.Credentials;
import io.fleethub.schemas.NodeId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the session of a node whose secret is no longer good: revoked, or rotated and past its overlap. Remembers which
 * secret opened each open session. Thread-safe; a sweep that runs again ends what slipped past an earlier one.
 */
final class LiveSessions {

    private static final Logger LOG = LoggerFactory.getLogger(LiveSessions.class);

    private final Supplier<Credentials> credentials;
    private final InstantSource clock;
    private final Map<NodeId, Session> sessions = new ConcurrentHashMap<>();

    /**
     * @param connection made for each connection, so that the end of an old one does not forget a newer one
     * @param ending whether it was said already that it ends
     */
    private record Session(String connection, String secretSha256, boolean ending) {}

    LiveSessions(Supplier<Credentials> credentials, InstantSource clock) {
        this.credentials = credentials;
        this.clock = clock;
    }

    /** @return whether the node had a session that is not known to have ended */
    boolean opened(NodeId node, String connection, String secretSha256) {
        return sessions.put(node, new Session(connection, secretSha256, false)) != null;
    }

    void ended(NodeId node, String connection) {
        sessions.computeIfPresent(node, (key, session) -> session.connection().equals(connection) ? null : session);
    }

    /** Hands over each node whose session must end now, at every sweep until it is known to have ended. */
    void sweep(Consumer<NodeId> disconnect) {
        Instant now = clock.instant();
        Credentials known = credentials.get();
        sessions.forEach((node, session) -> {
            if (known.goodSecrets(node, now).contains(session.secretSha256())) {
                return;
            }
            if (!session.ending()) {
                String reason = known.knows(node) ? "SECRET_NO_LONGER_GOOD" : "REVOKED";
                LOG.info("session ends nodeId={} reason={}", node, reason);
                sessions.replace(node, session, new Session(session.connection(), session.secretSha256(), true));
            }
            disconnect.accept(node);
        });
    }
}
