package io.fleethub.agent.presence;

import io.fleethub.agent.broker.SessionSource;
import io.fleethub.agent.storage.AgentDatabase;
import io.fleethub.schemas.codec.MessageCodec;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Raises the session on disk before every attempt, so that no two connections of one database ever share a number.
 * Thread-safe.
 */
public final class DurableSessions implements SessionSource {

    private static final long RAISE_AT_MOST = 1 << 20;

    private final AtomicLong raise = new AtomicLong(1);
    private final AgentDatabase database;
    private final StatusReports reports;
    private final MessageCodec codec;

    public DurableSessions(AgentDatabase database, StatusReports reports, MessageCodec codec) {
        this.database = database;
        this.reports = reports;
        this.codec = codec;
    }

    /**
     * The hub does not answer this session. A database that went back in time gives numbers that the hub already knows, and
     * ignores; so each further one is raised by twice as much, until {@link #heard}.
     */
    void unheard() {
        raise.updateAndGet(by -> Math.min(2 * by, RAISE_AT_MOST));
    }

    void heard() {
        raise.set(1);
    }

    @Override
    public CompletableFuture<Session> next() {
        return database.nextSession(raise.get())
                .thenApply(number -> new Session(number, codec.encode(reports.will(number))));
    }
}
