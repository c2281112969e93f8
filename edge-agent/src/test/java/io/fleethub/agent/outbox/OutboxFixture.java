package io.fleethub.agent.outbox;

import io.fleethub.agent.config.OutboxConfig;
import io.fleethub.agent.machine.BootId;
import io.fleethub.agent.machine.MachineIdentity;
import io.fleethub.agent.presence.ErrorLog;
import io.fleethub.agent.storage.AgentDatabase;
import io.fleethub.agent.storage.DiskReserve;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.message.TelemetryReport;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An outbox on disk that can be closed and opened again, as by a crash. */
final class OutboxFixture implements AutoCloseable {

    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private static final int RESERVE = 1 << 20;

    final MessageCodec codec = new MessageCodec();
    private final Path directory;
    private final OutboxConfig limits;
    private AgentDatabase database;
    SqliteOutbox outbox;
    Outboxes outboxes;
    final ErrorLog errors = new ErrorLog(InstantSource.fixed(NOON));
    DiskReserve reserve;

    OutboxFixture(Path directory, OutboxConfig limits) {
        this.directory = directory;
        this.limits = limits;
        open("boot-1");
    }

    /** Generous in time, small in everything else. */
    static OutboxConfig limits(long maxBytes) {
        return new OutboxConfig(
                Duration.ofDays(7),
                Duration.ofDays(30),
                maxBytes,
                10,
                8 << 10,
                40,
                64 << 10,
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                Duration.ofSeconds(5),
                64 << 10,
                64 << 10,
                Duration.ofHours(1));
    }

    void reopen(String bootId) {
        database.close();
        open(bootId);
    }

    private void open(String bootId) {
        database = AgentDatabase.open(directory, new MachineIdentity(Map.of()), SqliteOutbox.MIGRATIONS);
        outbox = new SqliteOutbox(database, codec, new BootId(bootId), limits, directory.resolve("outbox.mark"));
        reserve = new DiskReserve(directory, RESERVE);
        outboxes = new Outboxes(outbox, () -> new MemoryOutbox(codec, new BootId(bootId), limits), errors, reserve);
    }

    long append(Object value) {
        return append(value, NOON);
    }

    long append(Object value, Instant sampledAt) {
        return outbox.append(TelemetryReport.of(null, sampledAt, 1L, true, Map.of("test.value", value)))
                .join();
    }

    /** As the hub does it with what it was sent. */
    void confirm(String ranges) {
        outbox.wasPublished(SeqRanges.parse(ranges));
        outbox.confirm(outbox.mark().streamId(), SeqRanges.parse(ranges), SeqRanges.NONE)
                .join();
    }

    /** Makes every report unreadable, as a broken disk does, and holds all later writes back until it is told. */
    void damageAllAndHoldWrites(CountDownLatch until) {
        database.writeAndWait(connection -> {
            try (Statement damage = connection.createStatement()) {
                return damage.executeUpdate("update outbox_report set report = X'7b'");
            }
        });
        CompletableFuture<Boolean> unused = database.write(connection -> {
            try {
                return until.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    List<Long> seqs(String ranges) {
        return outbox.read(SeqRanges.parse(ranges), 1_000, Integer.MAX_VALUE).stream()
                .map(ReportRows.Row::seq)
                .toList();
    }

    @Override
    public void close() {
        database.close();
    }
}
