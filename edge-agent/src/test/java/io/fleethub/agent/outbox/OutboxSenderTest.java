package io.fleethub.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleethub.agent.FakeConnection;
import io.fleethub.agent.broker.IncomingMessage;
import io.fleethub.agent.broker.Publication;
import io.fleethub.agent.broker.PublishOutcome;
import io.fleethub.agent.presence.HubWatch;
import io.fleethub.agent.scheduling.AgentThread;
import io.fleethub.schemas.codec.UnreadableMessageException;
import io.fleethub.schemas.message.HubStatus;
import io.fleethub.schemas.message.HubSync;
import io.fleethub.schemas.message.SeqRange;
import io.fleethub.schemas.message.TelemetryBatch;
import io.fleethub.schemas.message.TelemetryReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxSenderTest {

    private static final long SESSION = 7;

    @TempDir
    Path directory;

    private final FakeConnection connection = new FakeConnection();
    private final AgentThread scheduler = new AgentThread("test-scheduler");
    private final AtomicLong nanos = new AtomicLong(1_000);
    private final AtomicInteger asked = new AtomicInteger();
    private OutboxFixture fixture;
    private HubWatch hub;
    private OutboxSender sender;
    private long nextN;

    @BeforeEach
    void open() {
        fixture = new OutboxFixture(directory, OutboxFixture.limits(1 << 20));
        hub = new HubWatch(fixture.codec);
        sender = new OutboxSender(
                fixture.outboxes,
                new BatchCutter(fixture.codec, OutboxFixture.limits(1 << 20)),
                connection,
                hub,
                scheduler,
                OutboxFixture.limits(1 << 20),
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
    void waitsForTheHubsAnswerToTheBirthAndSendsOnlyWhatItDoesNotHave() {
        append(3);
        fixture.outbox.wasPublished(SeqRanges.of(1, 2));
        connect();
        settle();
        assertThat(batches()).isEmpty();

        answer(status(), 2);

        assertThat(batches()).containsExactly(List.of(3L));
    }

    @Test
    void anAcknowledgementOfTheBrokerConfirmsNothing() {
        connectAndAnswer(0);

        append(2);

        await().untilAsserted(() -> assertThat(sent()).containsExactly(1L, 2L));
        assertThat(fixture.outbox.mark().confirmed()).isEqualTo(SeqRanges.NONE);
        answer(status(), 2);
        assertThat(fixture.outbox.mark().confirmed()).hasToString("1-2");
    }

    @Test
    void sendsLiveReportsBeforeTheRestOfTheBacklog() {
        append(100);
        connectAndAnswer(0);
        // 36 of 40 may be a backlog's; the last four places are for live reports
        await().untilAsserted(() -> assertThat(sent()).hasSize(36));

        append(2);

        await().untilAsserted(() -> assertThat(sent()).endsWith(101L, 102L).hasSize(38));
    }

    @Test
    void neverHasMoreUnconfirmedThanAllowedAndGoesOnWhenTheHubConfirms() {
        append(100);
        connectAndAnswer(0);
        await().untilAsserted(() -> assertThat(sent()).hasSize(36));
        settle();
        assertThat(sent()).hasSize(36);

        answer(null, 36);

        await().untilAsserted(() -> assertThat(sent()).hasSize(72));
    }

    @Test
    void cutsBatchesByTheirLimits() {
        append(25);

        connectAndAnswer(0);

        await().untilAsserted(() -> assertThat(batches()).extracting(List::size).containsExactly(10, 10, 5));
    }

    @Test
    void keepsTelemetryWhileTheHubIsAway() {
        hubSays(HubStatus.State.OFFLINE);
        append(1);
        connectAndAnswer(0);
        settle();
        assertThat(batches()).isEmpty();

        hubSays(HubStatus.State.ONLINE);

        await().untilAsserted(() -> assertThat(sent()).containsExactly(1L));
    }

    @Test
    void sendsAgainOnlyWhatALaterStatusShouldHaveCovered() {
        connectAndAnswer(0);
        append(1);
        await().untilAsserted(() -> assertThat(sent()).containsExactly(1L));
        pass(Duration.ofSeconds(29));
        answer(status(), 0);
        settle();
        assertThat(sent()).containsExactly(1L);
        pass(Duration.ofSeconds(1));

        answer(status(), 0);

        await().untilAsserted(() -> assertThat(sent()).containsExactly(1L, 1L));
    }

    @Test
    void anAnswerThatCameUnaskedMakesNothingGoAgain() {
        connectAndAnswer(0);
        append(1);
        await().untilAsserted(() -> assertThat(sent()).containsExactly(1L));
        pass(Duration.ofMinutes(5));

        answer(null, 0);

        assertThat(sent()).containsExactly(1L);
    }

    @Test
    void anAnswerThatIsDeliveredTwiceMakesNothingGoTwice() {
        connectAndAnswer(0);
        append(1);
        await().untilAsserted(() -> assertThat(sent()).hasSize(1));
        pass(Duration.ofSeconds(40));
        long n = status();
        answer(n, 0);
        await().untilAsserted(() -> assertThat(sent()).hasSize(2));

        answer(n, 0);

        assertThat(sent()).hasSize(2);
    }

    @Test
    void waitsTwiceAsLongEachTime() {
        connectAndAnswer(0);
        append(1);
        await().untilAsserted(() -> assertThat(sent()).hasSize(1));
        passAndAnswer(Duration.ofSeconds(30));
        await().untilAsserted(() -> assertThat(sent()).hasSize(2));

        passAndAnswer(Duration.ofSeconds(59));
        assertThat(sent()).hasSize(2);
        passAndAnswer(Duration.ofSeconds(1));

        await().untilAsserted(() -> assertThat(sent()).hasSize(3));
    }

    @Test
    void aMessageThatNeverGetsThroughGoesSinglyAndTheOneThatStaysIsGivenUp() {
        connectAndAnswer(0);
        append(3);
        connectAndAnswer(0);
        await().untilAsserted(() -> assertThat(sent()).contains(1L, 2L, 3L));
        for (int turn = 0; turn < 4; turn++) {
            passAndAnswer(Duration.ofMinutes(10));
        }
        await().untilAsserted(() -> assertThat(batches()).contains(List.of(1L), List.of(2L), List.of(3L)));
        pass(Duration.ofMinutes(1));
        answerWithRanges(status(), 1, new SeqRange(3, 3));

        for (int turn = 0; turn < 4; turn++) {
            append(1);
            pass(Duration.ofMinutes(10));
            long last = fixture.outbox.mark().lastSeq();
            answerWithRanges(status(), 1, new SeqRange(3, last));
        }

        await().untilAsserted(() -> assertThat(fixture.outbox.state().refused()).isEqualTo(1));
        assertThat(fixture.outbox.state().firstSeq()).isEqualTo(3);
    }

    @Test
    void givesNothingUpWhileTheHubCommitsNothingAtAll() {
        connectAndAnswer(0);
        append(3);
        await().untilAsserted(() -> assertThat(sent()).contains(1L, 2L, 3L));

        for (int turn = 0; turn < 12; turn++) {
            passAndAnswer(Duration.ofMinutes(10));
        }

        assertThat(fixture.outbox.state().refused()).isZero();
        assertThat(fixture.seqs("1-3")).hasSize(3);
    }

    @Test
    void fillsTheHoleOfAHubThatWentBackInTime() {
        connectAndAnswer(0);
        append(5);
        await().untilAsserted(() -> assertThat(sent()).hasSize(5));
        answer(status(), 5);
        assertThat(fixture.outbox.mark().confirmed()).hasToString("1-5");

        answer(status(), 3);

        await().untilAsserted(() -> assertThat(sent()).containsExactly(1L, 2L, 3L, 4L, 5L, 4L, 5L));
    }

    @Test
    void anAnswerOvertakenByANewerMarkTakesNothingBack() {
        connectAndAnswer(0);
        append(5);
        await().untilAsserted(() -> assertThat(sent()).hasSize(5));
        long n = status();
        answer(null, 5);

        answer(n, 2);

        assertThat(fixture.outbox.mark().confirmed()).hasToString("1-5");
    }

    @Test
    void sendsEverythingUnderNewNumbersAfterItsStorageWentBackInTime() {
        append(2);
        connect();
        String old = fixture.outbox.mark().streamId();
        answer(status(), 40);
        assertThat(fixture.outbox.mark().streamId()).isNotEqualTo(old);

        answer(status(), 0);

        await().untilAsserted(() -> assertThat(sent()).containsExactly(1L, 2L));
        assertThat(streams()).doesNotContain(old);
    }

    @Test
    void sendsAtTheNextConnectionWhatNeverLeft() {
        connectAndAnswer(0);
        connection.answerWith(new PublishOutcome.NotSent("no connection"));
        append(1);
        await().untilAsserted(() -> assertThat(sent()).isNotEmpty());
        sender.ended();
        settle();
        int before = sent().size();
        connection.answerWith(new PublishOutcome.Accepted());

        connectAndAnswer(0);

        await().untilAsserted(() -> assertThat(sent()).hasSizeGreaterThan(before));
    }

    @Test
    void doesNotRepeatWhatMayHaveArrivedJustBecauseTheConnectionBroke() {
        connectAndAnswer(0);
        connection.answerWith(new PublishOutcome.Unknown("cut"));
        append(1);
        await().untilAsserted(() -> assertThat(sent()).hasSize(1));
        sender.ended();

        connectAndAnswer(0);
        settle();

        assertThat(sent()).hasSize(1);
    }

    private void append(int reports) {
        for (int i = 0; i < reports; i++) {
            fixture.append(i);
        }
    }

    private void connect() {
        sender.ready(SESSION);
        nextN = 0;
    }

    private void connectAndAnswer(long committedThrough) {
        connect();
        answer(status(), committedThrough);
    }

    private long status() {
        long n = nextN++;
        CompletableFuture.runAsync(() -> sender.published(SESSION, n, nanos.get()), scheduler)
                .join();
        return n;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void passAndAnswer(Duration time) {
        pass(time);
        answer(status(), 0);
    }

    private void answer(@Nullable Long n, long committedThrough) {
        answerWithRanges(n, committedThrough);
    }

    private void answerWithRanges(@Nullable Long n, long committedThrough, SeqRange... ranges) {
        HubSync sync = new HubSync(
                1,
                OutboxFixture.NOON,
                n == null ? null : SESSION,
                n,
                null,
                fixture.outbox.mark().streamId(),
                committedThrough,
                List.of(ranges),
                null,
                null);
        CompletableFuture.runAsync(() -> sender.received(sync), scheduler).join();
        settle();
    }

    private void hubSays(HubStatus.State state) {
        byte[] payload = fixture.codec.encode(new HubStatus(1, state, "hub-1", OutboxFixture.NOON, OutboxFixture.NOON));
        hub.received(new IncomingMessage("hub/status", payload, Map.of(), OptionalLong.empty(), 0));
    }

    /** Waits until what was handed to the scheduler, from there to the database and back, is done. */
    private void settle() {
        for (int hop = 0; hop < 6; hop++) {
            fixture.outbox.trim(OutboxFixture.NOON.minus(Duration.ofDays(99))).join();
            CompletableFuture.runAsync(() -> {}, scheduler).join();
        }
    }

    private List<Long> sent() {
        return batches().stream().flatMap(List::stream).toList();
    }

    private List<List<Long>> batches() {
        return decoded().stream()
                .map(batch -> batch.reports().stream().map(TelemetryReport::seq).toList())
                .toList();
    }

    private List<String> streams() {
        return decoded().stream().map(TelemetryBatch::streamId).toList();
    }

    private List<TelemetryBatch> decoded() {
        List<TelemetryBatch> batches = new ArrayList<>();
        for (Publication publication : connection.published()) {
            try {
                batches.add(fixture.codec.decode(TelemetryBatch.class, publication.payload()));
            } catch (UnreadableMessageException e) {
                throw new AssertionError(e);
            }
        }
        return batches;
    }
}
