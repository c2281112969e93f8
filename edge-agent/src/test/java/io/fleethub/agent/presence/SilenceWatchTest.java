package io.fleethub.agent.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.agent.FakeConnection;
import io.fleethub.agent.broker.IncomingMessage;
import io.fleethub.agent.machine.HostFacts;
import io.fleethub.agent.machine.MachineClock;
import io.fleethub.agent.machine.MachineIdentity;
import io.fleethub.agent.storage.AgentDatabase;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.message.HubStatus;
import io.fleethub.schemas.message.HubSync;
import io.fleethub.schemas.message.StatusReport.Capability;
import io.fleethub.schemas.message.StatusReport.OutboxState;
import io.fleethub.schemas.message.StatusReport.ServiceReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SilenceWatchTest {

    private static final Path ROOT = Path.of("/");
    private static final Duration PACE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final MessageCodec codec = new MessageCodec();
    private final FakeConnection connection = new FakeConnection();
    private final HubWatch hub = new HubWatch(codec);
    private AgentDatabase database;
    private DurableSessions sessions;
    private SilenceWatch watch;
    private long nanos;
    private long n;

    @BeforeEach
    void open() {
        database = AgentDatabase.open(directory, new MachineIdentity(Map.of()), List.of());
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        StatusReports reports = new StatusReports(
                () -> database.storageId().value(),
                "1",
                PACE,
                new MachineClock(clock, ROOT),
                new HostFacts(ROOT),
                new Nothing(),
                () -> new OutboxState("s", 1, 0, 0L, 0L, 0L),
                new ErrorLog(clock));
        sessions = new DurableSessions(database, reports, codec);
        watch = new SilenceWatch(connection, hub, sessions, PACE, () -> nanos);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void triesAnotherSessionWhenFiveStatusesStayUnanswered() {
        statuses(5);
        assertThat(connection.renewals()).isEmpty();

        statuses(1);

        assertThat(connection.renewals()).containsExactly("the hub answers no status of session 1");
    }

    @Test
    void isPatientWhileTheHubAnswers() {
        for (int i = 0; i < 20; i++) {
            statuses(3);
            watch.received(new HubSync(1, Instant.EPOCH, 1L, n, null, null, null, null, null, null));
        }

        assertThat(connection.renewals()).isEmpty();
    }

    @Test
    void isPatientWhileTheHubIsKnownToBeAway() {
        byte[] away = codec.encode(new HubStatus(1, HubStatus.State.OFFLINE, "h", Instant.EPOCH, Instant.EPOCH));
        hub.received(new IncomingMessage("hub/status", away, Map.of(), OptionalLong.empty(), 0));

        statuses(50);

        assertThat(connection.renewals()).isEmpty();
    }

    @Test
    void aWordThatAnswersNoStatusOfThisSessionIsNoAnswer() {
        for (int i = 0; i < 6; i++) {
            statuses(1);
            watch.received(new HubSync(1, Instant.EPOCH, null, null, null, null, null, null, null, null));
        }

        assertThat(connection.renewals()).hasSize(1);
    }

    @Test
    void raisesTheSessionFasterUntilItIsHeard() {
        assertThat(session()).isEqualTo(1);
        statuses(6);
        assertThat(session()).isEqualTo(3);
        statuses(6);
        assertThat(session()).isEqualTo(7);

        watch.received(new HubSync(1, Instant.EPOCH, 1L, n, null, null, null, null, null, null));

        assertThat(session()).isEqualTo(8);
    }

    @Test
    void givesHigherNumbersFromMemoryWhileTheDiskTakesNone() {
        assertThat(session()).isEqualTo(1);
        database.close();

        assertThat(session()).isEqualTo(2);
        assertThat(session()).isEqualTo(3);
    }

    private void statuses(int count) {
        for (int i = 0; i < count; i++) {
            watch.published(1, n++, nanos);
            nanos += PACE.toNanos();
        }
    }

    private long session() {
        return sessions.next().join().number();
    }

    private static final class Nothing implements BirthSource {

        @Override
        public List<Capability> capabilities() {
            return List.of();
        }

        @Override
        public List<ServiceReport> services() {
            return List.of();
        }

        @Override
        public List<String> trustedKids() {
            return List.of();
        }
    }
}
