package io.fleethub.hub.logs;

import io.fleethub.hub.logs.LogRepository.Stored;
import io.fleethub.hub.platform.Erasable;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.platform.http.Cursor;
import io.fleethub.hub.platform.http.Page;
import io.fleethub.hub.platform.http.ProblemException;
import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Announces log fetches, tells how far they are, and gives their texts. Stateless. */
@ApplicationScoped
public class LogService implements Erasable {

    /** How far the chunks of one attempt are. */
    public enum State {
        /** Not all are there. */
        MISSING,
        /** All are there and they are what was announced. */
        COMPLETE,
        /** All are there and they are something else. */
        BROKEN
    }

    private final ScopedTransactions transactions;
    private final LogRepository repository;
    private final Clock clock;

    LogService(ScopedTransactions transactions, LogRepository repository, Clock clock) {
        this.transactions = transactions;
        this.repository = repository;
        this.clock = clock;
    }

    /** The node will be asked for this source by this command; only then are its chunks taken. Joins the caller's transaction. */
    public void expect(TenantId tenantId, NodeId nodeId, CommandId commandId, String source) {
        repository.ask(tenantId, nodeId, commandId, source, clock.instant());
    }

    /** Joins the caller's transaction. */
    public State stateOf(CommandId commandId, int attempt) {
        return repository.stateOf(commandId, attempt);
    }

    Page<LogFetchView> list(Scope.Tenant scope, NodeId nodeId, @Nullable Cursor cursor, int limit) {
        CommandId before = cursor == null ? null : idIn(cursor);
        return transactions.call(scope, () -> {
            if (!scope.covers(nodeId) || !repository.nodeExists(nodeId)) {
                throw ProblemException.notFound("There is no node " + nodeId + ".");
            }
            return Page.of(repository.newest(nodeId, before, limit + 1), limit, LogService::cursorAfter);
        });
    }

    /**
     * The text of a fetch. Reads chunk by chunk, each in a transaction of its own, so that a slow reader holds no connection.
     */
    InputStream text(Scope.Tenant scope, NodeId nodeId, CommandId commandId) {
        Stored stored = transactions.call(
                scope,
                () -> repository
                        .findComplete(nodeId, commandId)
                        .filter(found -> scope.covers(nodeId))
                        .orElseThrow(() -> ProblemException.notFound(
                                "Node " + nodeId + " has no complete log of command " + commandId + ".")));
        InputStream gzip = new ChunkInputStream(
                index -> transactions.call(scope, () -> repository.data(commandId, stored.attempt(), index)),
                stored.total());
        try {
            return new GZIPInputStream(gzip);
        } catch (IOException e) {
            throw new UncheckedIOException("a log that was judged whole cannot be unpacked", e);
        }
    }

    @Override
    public void eraseNode(TenantId tenantId, NodeId nodeId) {
        repository.eraseNode(nodeId);
    }

    private static CommandId idIn(Cursor cursor) {
        try {
            return CommandId.of(cursor.get("before"));
        } catch (IllegalArgumentException e) {
            throw Cursor.refused();
        }
    }

    private static Cursor cursorAfter(LogFetchView last) {
        return Cursor.of(Map.of("before", last.commandId().toString()));
    }
}
