package io.fleethub.agent.storage;

import io.fleethub.agent.machine.MachineIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one SQLite database: one thread writes, in groups that share a commit and a sync; others read what is committed. A
 * file that turns out to be corrupt while it is in use is set aside and a new one takes its place, so that the agent
 * goes on without a restart.
 *
 * <p>Thread-safe. Work must not call {@link #write} again, nor wait for anything else.
 */
public final class AgentDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AgentDatabase.class);

    private final List<Runnable> onNew = new CopyOnWriteArrayList<>();
    private final AtomicBoolean replacing = new AtomicBoolean();
    private final boolean inMemory;
    private volatile Current current;
    private volatile boolean closed;

    private AgentDatabase(DatabaseFile file, boolean inMemory) {
        this.inMemory = inMemory;
        this.current = new Current(file);
    }

    /** The file in use and its writer; another one after it was replaced. */
    private final class Current {
        private final DatabaseFile file;
        private final GroupWriter writer;

        Current(DatabaseFile file) {
            this.file = file;
            this.writer = new GroupWriter(file.writing(), failure -> judge(this, failure));
        }
    }

    /**
     * Opens or makes {@code agent.db} in the directory, which is made when missing.
     *
     * @throws StorageException when another agent works there, or the disk does not let it be opened
     */
    public static AgentDatabase open(Path directory, MachineIdentity machine, List<Migration> migrations) {
        return new AgentDatabase(DatabaseFile.open(directory, machine, migrations), false);
    }

    /** A database that ends with {@link #close}: for what the disk does not take. */
    public static AgentDatabase inMemory(List<Migration> migrations) {
        return new AgentDatabase(DatabaseFile.inMemory(migrations), true);
    }

    /** Made with the database; a new one after it was wiped, broken or copied to another machine. */
    public StorageId storageId() {
        return current.file.storageId();
    }

    /** The name under which the file that was found here has been kept, when it could not be used. */
    public Optional<String> setAside() {
        return current.file.setAside();
    }

    /** Who is told, on a thread of its own, that a new and empty file has taken the place of a broken one. */
    public void onNew(Runnable listener) {
        onNew.add(listener);
    }

    /**
     * Hands work to the writing thread; complete once it is synced to disk, failed when the work or its commit failed,
     * in which case nothing of it is kept. Callbacks run on the writing thread and must be short.
     */
    public <T> CompletableFuture<T> write(SqlWork<T> work) {
        Current now = current;
        if (now.writer.isClosed() && !closed) {
            replace(now); // an earlier attempt to begin anew did not succeed
        }
        return now.writer.submit(work);
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
        if (inMemory) {
            return writeAndWait(work); // its one connection belongs to the writing thread
        }
        Current now = current;
        try {
            synchronized (now) {
                return Transactions.run(now.file.reading(), work);
            }
        } catch (StorageException e) {
            judge(now, e);
            throw e;
        }
    }

    private void judge(Current where, Exception failure) {
        if (!inMemory && StorageTrouble.of(failure) == StorageTrouble.DATABASE_CORRUPT) {
            LOG.error("event=database.broken detail=\"{}\"", failure.getMessage());
            replace(where);
        }
    }

    private void replace(Current broken) {
        if (broken == current && !closed && replacing.compareAndSet(false, true)) {
            Thread thread = new Thread(() -> beginAnew(broken), "agent-database-anew");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void beginAnew(Current broken) {
        try {
            if (broken != current) {
                return;
            }
            broken.writer.close();
            synchronized (broken) {
                current = new Current(broken.file.replace());
            }
            LOG.error(
                    "event=database.anew storageId={} broken={}",
                    storageId(),
                    setAside().orElse("-"));
            onNew.forEach(Runnable::run);
        } catch (StorageException e) {
            LOG.error("event=database.no_new_one detail=\"{}\"", e.getMessage());
        } finally {
            replacing.set(false);
        }
    }

    @Override
    public void close() {
        closed = true;
        current.writer.close();
        current.file.close();
    }
}
