package io.fleethub.hub.logs;

import io.agroal.api.AgroalDataSource;
import io.fleethub.hub.bridge.BatchHandler;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.bridge.QuarantineException;
import io.fleethub.hub.logs.LogChunkRepository.Transfer;
import io.fleethub.hub.logs.LogText.Judgement;
import io.fleethub.schemas.message.LogChunk;
import io.fleethub.schemas.message.ReasonCode;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Stores the chunks of log fetches. Thread-safe: each batch has a connection and a transaction of its own. */
@ApplicationScoped
class LogChunkHandler implements BatchHandler<LogChunk> {

    /** No command has more attempts. */
    private static final int MAX_ATTEMPT = 10;

    /** Locks are taken in one order, whatever the order of receipt. */
    private static final Comparator<Inbound<LogChunk>> LOCK_ORDER = Comparator.comparing(
                    (Inbound<LogChunk> inbound) -> inbound.message().commandId().value())
            .thenComparing(inbound -> inbound.message().attempt());

    private final AgroalDataSource ingest;
    private final LogsConfig config;
    private final Clock clock;
    private final Event<LogFetchEnded> ended;

    LogChunkHandler(
            @DataSource("ingest") AgroalDataSource ingest, LogsConfig config, Clock clock, Event<LogFetchEnded> ended) {
        this.ingest = ingest;
        this.config = config;
        this.clock = clock;
        this.ended = ended;
    }

    @Override
    public Class<LogChunk> type() {
        return LogChunk.class;
    }

    @Override
    public void handle(List<Inbound<LogChunk>> batch) {
        List<LogFetchEnded> news = new ArrayList<>();
        try (Connection connection = ingest.getConnection()) {
            connection.setAutoCommit(false);
            try {
                LogChunkRepository repository = new LogChunkRepository(connection);
                for (Inbound<LogChunk> inbound :
                        batch.stream().sorted(LOCK_ORDER).toList()) {
                    if (store(repository, inbound)) {
                        news.add(new LogFetchEnded(
                                inbound.tenantId(),
                                inbound.nodeId(),
                                inbound.message().commandId(),
                                inbound.message().attempt()));
                    }
                }
                connection.commit();
            } finally {
                connection.rollback(); // nothing after a commit
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new LogStorageException("log chunks could not be stored", e);
        }
        news.forEach(ended::fire);
    }

    /** @return whether this was the last chunk that was missing */
    private boolean store(LogChunkRepository repository, Inbound<LogChunk> inbound) throws SQLException {
        LogChunk chunk = inbound.message();
        if (chunk.attempt() > MAX_ATTEMPT || !repository.isAsked(chunk.commandId(), inbound.nodeId())) {
            throw new QuarantineException(
                    ReasonCode.UNKNOWN_COMMAND, "no log was asked for by command " + chunk.commandId());
        }
        Transfer transfer = repository.open(inbound.tenantId(), chunk);
        if (!transfer.announcedAs(chunk)) {
            throw new QuarantineException(
                    ReasonCode.HASH_MISMATCH, "total or sha256 is not what the attempt's first chunk announced");
        }
        byte[] data = chunk.slice();
        if (transfer.ended() || !fits(transfer, data) || !repository.add(inbound.tenantId(), chunk, data)) {
            return false;
        }
        if (transfer.chunks() + 1 < transfer.total()) {
            return false;
        }
        Judgement judgement = LogText.judge(
                new ChunkInputStream(index -> repository.data(chunk, index), transfer.total()),
                transfer.sha256(),
                config.maxTextBytes());
        if (judgement instanceof Judgement.Whole whole) {
            repository.complete(chunk, whole, clock.instant());
        } else if (judgement instanceof Judgement.Broken broken) {
            repository.refuse(chunk, broken.why());
        }
        return true;
    }

    private boolean fits(Transfer transfer, byte[] data) {
        if (transfer.gzipBytes() + data.length > config.maxGzipBytes()) {
            throw new QuarantineException(
                    ReasonCode.TOO_LARGE, "the log is longer than " + config.maxGzipBytes() + " bytes of gzip");
        }
        return true;
    }
}
