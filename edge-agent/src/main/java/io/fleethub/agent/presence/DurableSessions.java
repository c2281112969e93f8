package io.fleethub.agent.presence;

import io.fleethub.agent.broker.SessionSource;
import io.fleethub.agent.storage.AgentDatabase;
import io.fleethub.schemas.codec.MessageCodec;
import java.util.concurrent.CompletableFuture;

/** Raises the session on disk before every attempt, so that no two connections of one database ever share a number. Thread-safe. */
public final class DurableSessions implements SessionSource {

    private final AgentDatabase database;
    private final StatusReports reports;
    private final MessageCodec codec;

    public DurableSessions(AgentDatabase database, StatusReports reports, MessageCodec codec) {
        this.database = database;
        this.reports = reports;
        this.codec = codec;
    }

    @Override
    public CompletableFuture<Session> next() {
        return database.nextSession().thenApply(number -> new Session(number, codec.encode(reports.will(number))));
    }
}
