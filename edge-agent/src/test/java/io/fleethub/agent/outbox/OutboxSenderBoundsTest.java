package io.fleethub.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleethub.agent.FakeConnection;
import io.fleethub.agent.broker.IncomingMessage;
import io.fleethub.agent.broker.PublishOutcome;
import io.fleethub.agent.config.OutboxConfig;
import io.fleethub.agent.presence.HubWatch;
import io.fleethub.agent.scheduling.AgentThread;
import io.fleethub.schemas.codec.UnreadableMessageException;
import io.fleethub.schemas.message.HubStatus;
import io.fleethub.schemas.message.HubSync;
import io.fleethub.schemas.message.TelemetryBatch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the sender does not do without bound: reading, and filling the queue to the broker. */
class OutboxSenderBoundsTest {

    private static final long SESSION = 7;
    private static final OutboxConfig WIDE = new OutboxConfig(
            Duration.ofDays(7),
            Duration.ofDays(30),
            1 << 20,
            500,
            256 << 10,
            1_000,
            1 << 20,
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            Duration.ofHours(5),
            1 << 20,
            1 << 20,
            Duration.ofHours(1));

    @TempDir
    Path directory;

    private final FakeConnection connection = new FakeConnection();
    private final AgentThread scheduler = new AgentThread("test-scheduler");
    private final AtomicLong nanos = new AtomicLong(1_000);
    private OutboxFixture fixture;
    private HubWatch hub;
    private OutboxSender sender;
    private long nextN;

    @BeforeEach
    void open() {
        fixture = new OutboxFixture(directory, WIDE);
        hub = new HubWatch(fixture.codec);
        sender = new OutboxSender(
                fixture.outboxes,
                new BatchCutter(fixture.codec, WIDE),
                connection,
                hub,
                scheduler,
                WIDE,
                InstantSource.fixed(OutboxFixture.NOON),
                nanos::get);
        sender.start(() -> {}, SendGate.OPEN);
        hubSays(HubStatus.State.OFFLINE);
        sender.ready(SESSION);
    }

    @AfterEach
    void close() {
        scheduler.close();
        fixture.close();
    }

    @Test
    void reportsThatAreAllDamagedAreGivenUpWithoutReadingThemInACircle() {
        append(3);
        answer();
        CountDownLatch writes = new CountDownLatch(1);
        fixture.damageAllAndHoldWrites(writes);

        hubSays(HubStatus.State.ONLINE);

        CompletableFuture<Void> next = CompletableFuture.runAsync(() -> {}, scheduler);
        await().untilAsserted(() -> assertThat(next).isDone());
        writes.countDown();
        await().untilAsserted(() -> assertThat(fixture.outbox.state().refused()).isEqualTo(3));
        append(1);
        await().untilAsserted(() -> assertThat(sizes()).containsExactly(1));
    }

    @Test
    void sendsNoMoreSinglyThanTheBrokersQueueHoldsAndTheRestWithTheNextAnswers() {
        append(250);
        hubSays(HubStatus.State.ONLINE);
        answer();
        await().untilAsserted(() -> assertThat(sizes()).containsExactly(250));
        for (int turn = 0; turn < 3; turn++) {
            nanos.addAndGet(Duration.ofMinutes(10).toNanos());
            answer();
        }
        assertThat(sizes()).containsExactly(250, 250, 250, 250);
        nanos.addAndGet(Duration.ofMinutes(10).toNanos());

        answer();
        assertThat(singles()).isEqualTo(100);
        answer();
        assertThat(singles()).isEqualTo(200);
        answer();
        answer();
        assertThat(singles()).isEqualTo(250);
    }

    @Test
    void whatWasBeyondTheNodesQuotaIsKeptAndSentAgain() {
        hubSays(HubStatus.State.ONLINE);
        answer();
        connection.answerWith(new PublishOutcome.Refused(0x97));
        append(1);
        await().untilAsserted(() -> assertThat(sizes()).hasSize(1));
        connection.answerWith(new PublishOutcome.Accepted());

        sender.ready(SESSION);
        answer();

        await().untilAsserted(() -> assertThat(sizes()).containsExactly(1, 1));
        assertThat(fixture.outbox.state().refused()).isZero();
    }

    @Test
    void whatTheQueueDidNotTakeIsSentInTheSameConnection() {
        hubSays(HubStatus.State.ONLINE);
        answer();
        connection.answerWith(new PublishOutcome.NotSent("too many wait for the broker"));
        append(1);
        await().untilAsserted(() -> assertThat(sizes()).hasSize(1));
        connection.answerWith(new PublishOutcome.Accepted());

        await().untilAsserted(() -> assertThat(sizes()).hasSize(2));
    }

    private void append(int reports) {
        for (int i = 0; i < reports; i++) {
            fixture.append(i);
        }
    }

    /** The hub answers one more status and has nothing. */
    private void answer() {
        long n = nextN++;
        HubSync sync = new HubSync(
                1, OutboxFixture.NOON, SESSION, n, null, fixture.outbox.mark().streamId(), 0L, List.of(), null, null);
        CompletableFuture.runAsync(() -> sender.published(SESSION, n, nanos.get()), scheduler)
                .join();
        CompletableFuture.runAsync(() -> sender.received(sync), scheduler).join();
        for (int hop = 0; hop < 6; hop++) {
            fixture.outbox.trim(OutboxFixture.NOON.minus(Duration.ofDays(99))).join();
            CompletableFuture.runAsync(() -> {}, scheduler).join();
        }
    }

    private void hubSays(HubStatus.State state) {
        byte[] payload = fixture.codec.encode(new HubStatus(1, state, "hub-1", OutboxFixture.NOON, OutboxFixture.NOON));
        hub.received(new IncomingMessage("hub/status", payload, Map.of(), OptionalLong.empty(), 0));
    }

    private long singles() {
        return sizes().stream().filter(size -> size == 1).count();
    }

    private List<Integer> sizes() {
        return connection.published().stream()
                .map(publication -> {
                    try {
                        return fixture.codec
                                .decode(TelemetryBatch.class, publication.payload())
                                .reports()
                                .size();
                    } catch (UnreadableMessageException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }
}
