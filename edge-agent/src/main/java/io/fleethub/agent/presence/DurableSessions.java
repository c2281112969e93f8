package io.fleethub.agent.presence;

import io.fleethub.agent.broker.SessionSource;
import io.fleethub.agent.storage.AgentDatabase;
import io.fleethub.agent.storage.StorageException;
import io.fleethub.schemas.codec.MessageCodec;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raises the session on disk before every attempt, so that no two connections of one database ever share a number.
 * Thread-safe.
 */
public final class DurableSessions implements SessionSource {

    private static final Logger LOG = LoggerFactory.getLogger(DurableSessions.class);
    private static final long RAISE_AT_MOST = 1 << 20;

    private final AtomicLong raise = new AtomicLong(1);
    private final AtomicLong last = new AtomicLong();
    private final AtomicLong unsaved = new AtomicLong();
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
        long by = raise.get();
        return database.nextSession(by + unsaved.get())
                .handle((number, failure) -> failure == null ? saved(number) : unsaved(by, failure))
                .thenApply(number -> new Session(number, codec.encode(reports.will(number))));
    }

    private long saved(long number) {
        unsaved.set(0);
        last.set(number);
        return number;
    }

    /** A node whose disk is full must stay within reach, or nobody can clear it. */
    private long unsaved(long by, Throwable failure) {
        if (last.get() == 0) {
            throw new StorageException("no session number: " + failure, failure);
        }
        LOG.warn("event=session.not_saved detail=\"{}\"", failure.toString());
        unsaved.addAndGet(by);
        return last.addAndGet(by);
    }
}
