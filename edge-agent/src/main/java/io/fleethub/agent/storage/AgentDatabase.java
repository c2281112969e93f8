package io.fleethub.agent.storage;

import io.fleethub.agent.machine.MachineIdentity;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The one SQLite database: one thread writes, in groups that share a commit and a sync; others read what is committed.
 *
 * <p>Thread-safe. Work must not call {@link #write} again, nor wait for anything else.
 */
public final class AgentDatabase implements AutoCloseable {

    private final DatabaseFile file;
    private final GroupWriter writer;
    private final Connection reading;

    private AgentDatabase(DatabaseFile file) {
        this.file = file;
        this.writer = new GroupWriter(file.writing());
        this.reading = file.reading();
    }

    /**
     * Opens or makes {@code agent.db} in the directory, which is made when missing.
     *
     * @throws StorageException when another agent works there, or the disk does not let it be opened
     */
    public static AgentDatabase open(Path directory, MachineIdentity machine, List<Migration> migrations) {
        return new AgentDatabase(DatabaseFile.open(directory, machine, migrations));
    }

    /** Made with the database; a new one after it was wiped or copied to another machine. */
    public StorageId storageId() {
        return file.storageId();
    }

    /**
     * Hands work to the writing thread; complete once it is synced to disk, failed when the work or its commit failed,
     * in which case nothing of it is kept. Callbacks run on the writing thread and must be short.
     */
    public <T> CompletableFuture<T> write(SqlWork<T> work) {
        return writer.submit(work);
    }

    /** As {@link #write}, and waits. Not for threads that must not block. */
    public <T> T writeAndWait(SqlWork<T> work) {
        try {
            return write(work).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StorageException cause) {
                throw cause;
            }
            throw new StorageException("the database did not do it: " + e.getCause(), e);
        }
    }

    /**
     * The number of a new session, higher than all before; complete once it is on disk.
     *
     * @param by one, unless there is reason to think that higher numbers are known elsewhere
     */
    public CompletableFuture<Long> nextSession(long by) {
        return write(connection -> IdentityTable.nextSession(connection, by));
    }

    /** Reads what is committed, on the calling thread, one reader at a time. */
    public <T> T read(SqlWork<T> work) {
        synchronized (reading) {
            return Transactions.run(reading, work);
        }
    }

    @Override
    public void close() {
        writer.close();
        file.close();
    }
}
