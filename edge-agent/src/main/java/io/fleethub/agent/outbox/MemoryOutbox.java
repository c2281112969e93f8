package io.fleethub.agent.outbox;

import io.fleethub.agent.config.OutboxConfig;
import io.fleethub.agent.machine.BootId;
import io.fleethub.agent.storage.AgentDatabase;
import io.fleethub.schemas.codec.MessageCodec;

/**
 * What is kept while the disk takes nothing: the same outbox without a file, small, its stream gone with the process. Its
 * own memory is outside of the heap, so that it costs nothing until it is needed.
 */
public final class MemoryOutbox implements AutoCloseable {

    private final AgentDatabase database = AgentDatabase.inMemory(SqliteOutbox.MIGRATIONS);
    private final SqliteOutbox outbox;

    public MemoryOutbox(MessageCodec codec, BootId bootId, OutboxConfig limits) {
        this.outbox = new SqliteOutbox(database, codec, bootId, limits.inMemory());
    }

    SqliteOutbox outbox() {
        return outbox;
    }

    @Override
    public void close() {
        database.close();
    }
}
