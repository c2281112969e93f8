package io.fleethub.agent.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs work on its one thread; everything that waits when a commit ends goes into the next one together. A piece that
 * fails is undone alone, by its savepoint; when the commit fails all pieces of the group fail.
 */
final class GroupWriter implements AutoCloseable {

    private static final int WAITING_AT_MOST = 10_000;
    private static final int GROUP_AT_MOST = 500;

    private final Connection connection;
    private final Consumer<Exception> onFailure;
    private final BlockingQueue<Piece<?>> waiting = new LinkedBlockingQueue<>(WAITING_AT_MOST);
    private final Thread thread = new Thread(this::run, "agent-database");
    private volatile boolean closing;

    /** @param onFailure told, on the writing thread, why a piece or a group was not kept */
    GroupWriter(Connection connection, Consumer<Exception> onFailure) {
        this.connection = connection;
        this.onFailure = onFailure;
        thread.setDaemon(true);
        thread.start();
    }

    <T> CompletableFuture<T> submit(SqlWork<T> work) {
        Piece<T> piece = new Piece<>(work);
        if (closing) {
            piece.done.completeExceptionally(new StorageException("the database is closed"));
        } else if (!waiting.offer(piece)) {
            piece.done.completeExceptionally(
                    new StorageException("the disk is too slow: " + WAITING_AT_MOST + " writes wait for it"));
        }
        return piece.done;
    }

    private void run() {
        List<Piece<?>> group = new ArrayList<>();
        while (true) {
            try {
                group.add(waiting.take());
            } catch (InterruptedException e) {
                if (closing && waiting.isEmpty()) {
                    return;
                }
                continue;
            }
            waiting.drainTo(group, GROUP_AT_MOST - 1);
            commit(group);
            group.clear();
            if (closing && waiting.isEmpty()) {
                return;
            }
        }
    }

    private void commit(List<Piece<?>> group) {
        try {
            Transactions.execute(connection, "begin immediate");
            for (Piece<?> piece : group) {
                piece.run(connection);
            }
            Transactions.execute(connection, "commit");
        } catch (SQLException | RuntimeException e) {
            Transactions.rollBack(connection, e);
            StorageException failure = new StorageException("the database could not commit: " + e.getMessage(), e);
            group.forEach(piece -> piece.fail(failure));
            onFailure.accept(failure);
            return;
        }
        for (Piece<?> piece : group) {
            piece.complete();
            if (piece.failure != null) {
                onFailure.accept(piece.failure);
            }
        }
    }

    boolean isClosed() {
        return closing;
    }

    /** Does what still waits, then ends. */
    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        StorageException closed = new StorageException("the database is closed");
        for (Piece<?> piece = waiting.poll(); piece != null; piece = waiting.poll()) {
            piece.fail(closed);
        }
    }

    /** Confined to the writing thread, but for {@code done}. */
    private static final class Piece<T> {
        private final SqlWork<T> work;
        private final CompletableFuture<T> done = new CompletableFuture<>();
        private @Nullable T result;
        private @Nullable Exception failure;

        Piece(SqlWork<T> work) {
            this.work = work;
        }

        void run(Connection connection) throws SQLException {
            Transactions.execute(connection, "savepoint piece");
            try {
                result = work.run(connection);
            } catch (SQLException | RuntimeException e) {
                failure = e;
                undo(connection, e);
            }
            Transactions.execute(connection, "release piece");
        }

        /** When SQLite has ended the whole transaction by itself, the whole group fails with what ended it. */
        private static void undo(Connection connection, Exception because) {
            try {
                Transactions.execute(connection, "rollback to piece");
            } catch (SQLException gone) {
                because.addSuppressed(gone);
                throw new StorageException(String.valueOf(because.getMessage()), because);
            }
        }

        void fail(StorageException why) {
            done.completeExceptionally(why);
        }

        @SuppressWarnings("NullAway") // a piece may rightly answer null: T is the caller's
        void complete() {
            if (failure == null) {
                done.complete(result);
            } else {
                done.completeExceptionally(
                        failure instanceof StorageException known
                                ? known
                                : new StorageException("the database did not do it: " + failure, failure));
            }
        }
    }
}
