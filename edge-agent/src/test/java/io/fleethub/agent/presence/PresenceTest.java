package io.fleethub.agent.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleethub.agent.FakeConnection;
import io.fleethub.agent.broker.Publication;
import io.fleethub.agent.machine.HostFacts;
import io.fleethub.agent.machine.MachineClock;
import io.fleethub.agent.scheduling.AgentThread;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.codec.UnreadableMessageException;
import io.fleethub.schemas.message.HubSync;
import io.fleethub.schemas.message.ReasonCode;
import io.fleethub.schemas.message.StatusEvent;
import io.fleethub.schemas.message.StatusReport;
import io.fleethub.schemas.message.StatusReport.Capability;
import io.fleethub.schemas.message.StatusReport.OutboxState;
import io.fleethub.schemas.message.StatusReport.ServiceReport;
import io.fleethub.schemas.topic.Channel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PresenceTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Path ROOT = Path.of("/");

    private final MessageCodec codec = new MessageCodec();
    private final FakeConnection connection = new FakeConnection();
    private final AgentThread scheduler = new AgentThread("test-scheduler");
    private final MachineClock clock = new MachineClock(InstantSource.fixed(NOON), ROOT);
    private final ErrorLog errors = new ErrorLog(InstantSource.fixed(NOON));
    private final List<String> told = new ArrayList<>();
    private StatusReports reports;
    private Presence presence;

    @BeforeEach
    void make() {
        reports = new StatusReports(
                () -> "storage-1",
                "1.2.3",
                Duration.ofSeconds(60),
                clock,
                new HostFacts(ROOT),
                new Features(),
                () -> new OutboxState("stream-1", 3, 9, 100L, 1L, 2L),
                errors);
        presence = new Presence(reports, connection, codec, clock, scheduler);
        presence.addListener((session, n, nanos) -> told.add(session + "/" + n));
    }

    @AfterEach
    void close() {
        scheduler.close();
    }

    @Test
    void aBirthSaysEverythingThatTheHubWantsToKnow() {
        errors.add("PROBE_FAILED", "temperature");

        ready(5);

        StatusReport birth = reports().get(0);
        assertThat(birth.event()).isEqualTo(StatusEvent.BIRTH);
        assertThat(birth.storageId()).isEqualTo("storage-1");
        assertThat(birth.session()).isEqualTo(5);
        assertThat(birth.n()).isZero();
        assertThat(birth.sentAt()).isEqualTo(NOON);
        assertThat(birth.bootId()).isEqualTo(clock.bootId().value());
        assertThat(birth.uptimeMs()).isPositive();
        assertThat(birth.agentVersion()).isEqualTo("1.2.3");
        assertThat(birth.heartbeatInterval()).isEqualTo(Duration.ofSeconds(60));
        assertThat(birth.os().kernel()).isNotBlank();
        assertThat(birth.capabilities()).extracting(Capability::operation).containsExactly("PING");
        assertThat(birth.services()).extracting(ServiceReport::service).containsExactly("energy");
        assertThat(birth.trustedKids()).containsExactly("kid-1");
        assertThat(birth.outbox()).isEqualTo(new OutboxState("stream-1", 3, 9, 100L, 1L, 2L));
        assertThat(birth.errors().lastHour()).isEqualTo(1);
        assertThat(connection.published().get(0).expiry()).isEmpty();
    }

    @Test
    void heartbeatsCountOnFromTheBirthAndExpire() {
        ready(5);

        beat();
        beat();

        assertThat(reports()).extracting(StatusReport::n).containsExactly(0L, 1L, 2L);
        assertThat(reports().get(2).event()).isEqualTo(StatusEvent.HEARTBEAT);
        assertThat(reports().get(2).capabilities()).isNull();
        assertThat(connection.published().get(2).expiry()).contains(Duration.ofMinutes(5));
        assertThat(told).containsExactly("5/0", "5/1", "5/2");
    }

    @Test
    void eachSessionCountsFromItsOwnBirth() {
        ready(5);
        beat();
        presence.ended();
        beat();

        ready(6);

        assertThat(reports()).extracting(StatusReport::session).containsExactly(5L, 5L, 6L);
        assertThat(reports().get(2).n()).isZero();
        assertThat(reports().get(2).event()).isEqualTo(StatusEvent.BIRTH);
    }

    @Test
    void repeatsTheBirthWithTheNextNumberWhenTheHubWantsIt() {
        clock.hubSaid(NOON);
        ready(5);
        beat();

        receive(sync(5L, 1L, true));

        await().untilAsserted(() -> assertThat(reports()).hasSize(3));
        StatusReport again = reports().get(2);
        assertThat(again.event()).isEqualTo(StatusEvent.BIRTH);
        assertThat(again.n()).isEqualTo(2);
    }

    @Test
    void repeatsTheBirthOnceWhenTheWishIsDeliveredTwice() {
        ready(5);

        receive(sync(5L, 0L, true));
        receive(sync(5L, 0L, true));

        await().untilAsserted(() -> assertThat(reports()).hasSize(2));
        await().during(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(reports()).hasSize(2));
    }

    @Test
    void doesNotRepeatTheBirthForAnEarlierSession() {
        clock.hubSaid(NOON);
        ready(6);

        receive(sync(5L, 1L, true));
        receive(sync(6L, 0L, null));

        await().during(Duration.ofMillis(1_200))
                .untilAsserted(() -> assertThat(reports()).hasSize(1));
    }

    @Test
    void tellsTheHubOnceAndAtOnceThatItsClockIsRight() {
        ready(5);

        receive(sync(5L, 0L, null));
        receive(sync(5L, 1L, null));

        assertThat(reports()).extracting(StatusReport::clockSynced).containsExactly(false, true);
    }

    @Test
    void believesItsClockWhenTheHubAgrees() {
        ready(5);

        receive(sync(5L, 0L, null));
        beat();

        assertThat(reports().get(1).clockSynced()).isTrue();
    }

    @Test
    void beatsByItself() {
        presence.start(Duration.ofMillis(20));

        ready(5);

        await().untilAsserted(() -> assertThat(reports()).hasSizeGreaterThan(3));
    }

    @Test
    void saysGoodbyeOnceAndNothingAfterwards() {
        ready(5);

        presence.die(ReasonCode.SHUTDOWN).join();
        beat();

        StatusReport death = reports().get(1);
        assertThat(reports()).hasSize(2);
        assertThat(death.event()).isEqualTo(StatusEvent.DEATH);
        assertThat(death.session()).isEqualTo(5);
        assertThat(death.n()).isNull();
        assertThat(death.reason().code()).isEqualTo("SHUTDOWN");
    }

    @Test
    void theWillNamesTheSessionThatItEnds() {
        StatusReport will = reports.will(8);

        assertThat(will.event()).isEqualTo(StatusEvent.DEATH);
        assertThat(will.storageId()).isEqualTo("storage-1");
        assertThat(will.session()).isEqualTo(8);
        assertThat(will.n()).isNull();
        assertThat(will.reason().code()).isEqualTo("CONNECTION_LOST");
    }

    private void ready(long session) {
        presence.ready(session);
        settle();
    }

    private void beat() {
        scheduler.execute(presence::beat);
        settle();
    }

    private void receive(HubSync sync) {
        scheduler.execute(() -> presence.received(sync));
        settle();
    }

    private void settle() {
        CompletableFuture.runAsync(() -> {}, scheduler).join();
    }

    private static HubSync sync(Long session, Long n, @Nullable Boolean birthWanted) {
        return new HubSync(1, NOON, session, n, birthWanted, null, null, null, null, null);
    }

    private List<StatusReport> reports() {
        List<StatusReport> decoded = new ArrayList<>();
        for (Publication publication : connection.published()) {
            assertThat(publication.channel()).isEqualTo(Channel.STATUS);
            try {
                decoded.add(codec.decode(StatusReport.class, publication.payload()));
            } catch (UnreadableMessageException e) {
                throw new AssertionError(e);
            }
        }
        return decoded;
    }

    private static final class Features implements BirthSource {

        @Override
        public List<Capability> capabilities() {
            return List.of(new Capability("PING", null));
        }

        @Override
        public List<ServiceReport> services() {
            return List.of(new ServiceReport("energy", "RUNNING", NOON));
        }

        @Override
        public List<String> trustedKids() {
            return List.of("kid-1");
        }
    }
}
