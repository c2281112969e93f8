package io.fleethub.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.agent.broker.Publication;
import io.fleethub.agent.config.OutboxConfig;
import io.fleethub.agent.presence.HubWatch;
import io.fleethub.agent.scheduling.AgentThread;
import io.fleethub.schemas.codec.UnreadableMessageException;
import io.fleethub.schemas.message.HubSync;
import io.fleethub.schemas.message.TelemetryBatch;
import io.fleethub.schemas.message.TelemetryReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backlog on a link of 8 kbit/s, in the test's own time: how long a live report waits, and whether the rest goes on. */
class SlowLinkTest {

    private static final long BYTES_PER_SECOND = 1_000;
    private static final int BACKLOG = 2_000;
    private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);
    private static final long SESSION = 7;

    @TempDir
    Path directory;

    private final AgentThread scheduler = new AgentThread("test-scheduler");
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final Map<Long, Long> arrived = new ConcurrentHashMap<>();
    private final AtomicLong largest = new AtomicLong();
    private final SlowLink link = new SlowLink(BYTES_PER_SECOND, nanos, this::arrived);
    private OutboxFixture fixture;
    private OutboxSender sender;

    @BeforeEach
    void open() {
        fixture = new OutboxFixture(directory, OutboxConfig.DEFAULT);
        sender = new OutboxSender(
                fixture.outboxes,
                new BatchCutter(fixture.codec, OutboxConfig.DEFAULT),
                link,
                new HubWatch(fixture.codec),
                scheduler,
                OutboxConfig.DEFAULT,
                InstantSource.fixed(OutboxFixture.NOON),
                nanos::get);
        sender.start(asked::incrementAndGet, SendGate.OPEN);
    }

    @AfterEach
    void close() {
        scheduler.close();
        fixture.close();
    }

    @Test
    void aLiveReportNeverWaitsLongerThanFiveSecondsAndTheBacklogMovesOn() {
        CompletableFuture<?>[] appended = new CompletableFuture<?>[BACKLOG];
        for (int i = 0; i < BACKLOG; i++) {
            appended[i] = fixture.outbox.append(
                    TelemetryReport.of(null, OutboxFixture.NOON, 1L, true, Map.of("backlog.value.of.one.metric", i)));
        }
        CompletableFuture.allOf(appended).join();
        connect();
        Random losses = new Random(10);

        Map<Long, Long> appendedAt = new ConcurrentHashMap<>();
        for (int step = 1; step <= 1_200; step++) {
            if (step % 50 == 0) {
                appendedAt.put(fixture.append("live"), nanos.get());
            }
            settle();
            link.pass(100, losses.nextInt(10) > 0);
        }

        appendedAt.keySet().removeIf(seq -> nanos.get() - appendedAt.get(seq) < FIVE_SECONDS.toNanos());
        assertThat(appendedAt)
                .hasSizeGreaterThan(20)
                .allSatisfy((seq, at) ->
                        assertThat(Duration.ofNanos(arrived.get(seq) - at)).isLessThanOrEqualTo(FIVE_SECONDS));
        // two minutes of the link would carry 120 kB at best; a report of these takes about 120 bytes
        assertThat(arrived.keySet().stream().filter(seq -> seq <= BACKLOG)).hasSizeGreaterThan(300);
        assertThat(largest).hasValueLessThan(5 * BYTES_PER_SECOND);
        assertThat(asked).hasValue(0);
    }

    private void arrived(Publication publication, long at) {
        try {
            largest.accumulateAndGet(publication.payload().length, Math::max);
            fixture.codec
                    .decode(TelemetryBatch.class, publication.payload())
                    .reports()
                    .forEach(report -> arrived.putIfAbsent(report.seq(), at));
        } catch (UnreadableMessageException e) {
            throw new AssertionError(e);
        }
    }

    private void connect() {
        sender.ready(SESSION);
        CompletableFuture.runAsync(() -> sender.published(SESSION, 0, nanos.get()), scheduler)
                .join();
        HubSync sync = new HubSync(
                1, OutboxFixture.NOON, SESSION, 0L, null, fixture.outbox.mark().streamId(), 0L, List.of(), null, null);
        CompletableFuture.runAsync(() -> sender.received(sync), scheduler).join();
        settle();
    }

    private void settle() {
        for (int hop = 0; hop < 3; hop++) {
            fixture.outbox.trim(OutboxFixture.NOON.minus(Duration.ofDays(99))).join();
            CompletableFuture.runAsync(() -> {}, scheduler).join();
        }
    }
}
